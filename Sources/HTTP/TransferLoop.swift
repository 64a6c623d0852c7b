import CCrypto
import CCurl
import Glibc

/// The work of libcurl's thread: begins transfers, moves their bytes, ends them.
@safe
final class TransferLoop {
    /// What all transfers have in common.
    struct Settings: Sendable {
        let authorities: CertificateAuthorities
        let userAgent: String
        let interruption: InterruptionSource
        /// The seconds since 1970.
        let wallClock: @Sendable () -> Int
    }

    /// How long to wait for bytes before looking whether the process was asked to stop.
    private static let turn: Int32 = 200
    /// How long without transfers.
    private static let rest: Int32 = 60_000
    /// After so many seconds without a transfer, kept connections are not trusted any more.
    ///
    /// A function that was frozen and thawed would wait for an answer from a peer that is long gone. The time on the
    /// wall tells; the clock that libcurl asks may have stood still meanwhile.
    private static let longestIdle = 30

    private let mailbox: Mailbox
    private let check: PeerCheck?
    private let multi: UnsafeMutableRawPointer?
    private var transfers: [Transfer] = []
    private var lastActive: Int
    private var isInterrupted = false
    private var outside = ConnectionPool()
    private let machine = ConnectionPool()

    init(_ mailbox: Mailbox) {
        self.mailbox = mailbox
        check = mailbox.settings.authorities.path.map(PeerCheck.init)
        lastActive = mailbox.settings.wallClock()
        _ = Self.isLibraryReady
        unsafe multi = curl_multi_init()
        unsafe curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 32)
    }

    deinit {
        for transfer in transfers { unsafe curl_multi_remove_handle(multi, transfer.easy) }
        transfers.removeAll()
        unsafe curl_multi_cleanup(multi)
    }

    /// Prepares the libraries once; OpenSSL would tidy up at the process's end, while this thread may still use it.
    private static let isLibraryReady: Bool = {
        OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    /// Runs until the mailbox is closed.
    func run() {
        var wasRung = false
        while let starts = mailbox.take(afterRing: wasRung) {
            for start in starts { begin(start) }
            resumeAndDrop()
            var running: Int32 = 0
            unsafe curl_multi_perform(multi, &running)
            endFinished()
            for transfer in transfers { transfer.inflow.tell() }
            wasRung = wait()
        }
        for transfer in transfers { transfer.inflow.end(with: TransferError(.interrupted)) }
    }

    private func begin(_ start: Mailbox.Start) {
        do {
            let transfer = try Transfer(
                start.request, start.inflow, pool(for: start.request), check, mailbox.settings)
            add(transfer)
        } catch {
            start.inflow.end(with: error)
        }
    }

    /// The kept connections that a request may use.
    private func pool(for request: HTTPRequest) -> ConnectionPool {
        if request.route == .machine { return machine }
        let isBusy = transfers.contains { !$0.isLocal }
        if !isBusy, !(0...Self.longestIdle).contains(mailbox.settings.wallClock() - lastActive) {
            outside = ConnectionPool()
        }
        return outside
    }

    /// Lets go on what paused and has room again, and ends what nobody wants any more.
    private func resumeAndDrop() {
        isInterrupted = mailbox.settings.interruption.isRequested()
        for transfer in transfers {
            if isInterrupted, transfer.isInterruptible { transfer.inflow.end(with: TransferError(.interrupted)) }
            if transfer.inflow.isAbandoned {
                remove(transfer)
            } else if transfer.inflow.resumes() {
                transfer.goOn()
            }
        }
    }

    private func endFinished() {
        var result = CURLE_OK
        while let easy = unsafe relay_next_ended(multi, &result) {
            guard let transfer = transfers.first(where: { $0.id == UInt(bitPattern: easy) }) else { continue }
            if !transfer.isLocal { lastActive = mailbox.settings.wallClock() }
            if transfer.wantsFreshConnection(after: result) {
                remove(transfer)
                transfer.demandFreshConnection()
                add(transfer)
            } else {
                transfer.inflow.end(with: transfer.error(for: result))
                remove(transfer)
            }
        }
    }

    private func add(_ transfer: Transfer) {
        guard unsafe curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            return transfer.inflow.end(with: TransferError(.other, "libcurl does not take it"))
        }
        transfers.append(transfer)
    }

    private func remove(_ transfer: Transfer) {
        unsafe curl_multi_remove_handle(multi, transfer.easy)
        transfers.removeAll { $0 === transfer }
    }

    /// Waits for bytes, for the mailbox, or for the request to stop, which is heeded once; whether the mailbox rang.
    private func wait() -> Bool {
        var bells = [curl_waitfd(fd: mailbox.bell, events: Int16(CURL_WAIT_POLLIN), revents: 0)]
        if let bell = mailbox.settings.interruption.bell, !isInterrupted {
            bells.append(curl_waitfd(fd: bell, events: Int16(CURL_WAIT_POLLIN), revents: 0))
        }
        let time = transfers.isEmpty ? Self.rest : Self.turn
        unsafe curl_multi_poll(multi, &bells, UInt32(bells.count), time, nil)
        return bells[0].revents != 0
    }
}
