import Glibc
import JSON

/// libcurl behind `HTTPClient`: any number of transfers on one thread of its own, which starts with the first.
///
/// No thread of Swift's shared pool ever waits in libcurl. Connections are kept for later requests, and the
/// certificate authorities are parsed once, since all transfers share one multi handle.
package final class CurlClient: HTTPClient {
    fileprivate let mailbox: Mailbox

    /// A client that trusts the authorities in a file.
    ///
    /// Transfers that may be interrupted end when the process is told to stop.
    package init(
        authorities: CertificateAuthorities = .ofSystem,
        userAgent: String = "capture-relay",
        interruption: InterruptionSource = .never,
        wallClock: @escaping @Sendable () -> Int = { time(nil) }
    ) {
        mailbox = Mailbox(
            TransferLoop.Settings(
                authorities: authorities, userAgent: userAgent, interruption: interruption, wallClock: wallClock))
    }

    deinit {
        mailbox.close()
    }

    package func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        if let deadline = request.deadline, deadline <= .now { throw TransferError(.deadline) }
        let inflow = Inflow()
        guard mailbox.start(request, into: inflow) else {
            throw TransferError(.other, "the system has no descriptor or thread left for it")
        }
        let exchange = CurlExchange(inflow, self)
        try await exchange.receiveHead()
        return exchange
    }
}

/// One response on its way.
private final class CurlExchange: HTTPExchange {
    private let inflow: Inflow
    private let client: CurlClient

    var status: Int { inflow.head?.status ?? 0 }
    var fields: HTTPFields { inflow.head?.fields ?? [:] }

    init(_ inflow: Inflow, _ client: CurlClient) {
        self.inflow = inflow
        self.client = client
    }

    deinit {
        if inflow.abandon() { client.mailbox.wake() }
    }

    /// Waits for the response's head.
    func receiveHead() async throws(TransferError) {
        while true {
            if inflow.head != nil { return }
            if let error = inflow.failure { throw error }
            // A switch of protocols that nobody asked for is no answer.
            if inflow.isComplete { throw TransferError(.rubbish) }
            await arrival()
        }
    }

    func read(into buffer: inout ByteBuffer) async throws(TransferError) -> Int {
        while true {
            switch inflow.take(into: &buffer) {
            case .bytes(let count, let wakes):
                if wakes { client.mailbox.wake() }
                return count
            case .end: return 0
            case .failure(let error): throw error
            case .nothingYet: await arrival()
            }
        }
    }

    /// Waits until something came; a task that is cancelled gives the transfer up.
    private func arrival() async {
        await withTaskCancellationHandler {
            await inflow.arrival()
        } onCancel: {
            inflow.end(with: TransferError(.interrupted))
            client.mailbox.wake()
        }
    }
}
