import CSystem
import Glibc
import Synchronization

/// What the world asks of libcurl's thread; the thread starts with the first request and ends when the box is closed.
final class Mailbox: Sendable {
    /// A transfer to begin.
    struct Start: Sendable {
        let request: HTTPRequest
        let inflow: Inflow
    }

    private struct State {
        var starts: [Start] = []
        var isRunning = false
        var isClosed = false
    }

    /// What the thread's transfers have in common.
    let settings: TransferLoop.Settings

    /// Becomes readable when there is something in the box.
    let bell: Int32

    private let state = Mutex(State())

    init(_ settings: TransferLoop.Settings) {
        self.settings = settings
        bell = relay_bell()
    }

    deinit {
        Glibc.close(bell)
    }

    /// Asks for a transfer; false where the system has no descriptor or no thread left for it.
    func start(_ request: HTTPRequest, into inflow: Inflow) -> Bool {
        // Nobody would hear a bell that is none.
        guard bell >= 0 else { return false }
        let needsThread = state.withLock { state in
            state.starts.append(Start(request: request, inflow: inflow))
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard needsThread else {
            wake()
            return true
        }
        if TransferThread.start(for: self) { return true }
        state.withLock { state in
            state.isRunning = false
            state.starts.removeAll { $0.inflow === inflow }
        }
        return false
    }

    /// Takes what was asked for since the last time; nothing at all once the box is closed.
    ///
    /// The bell is silenced where it was heard; otherwise it rings on.
    func take(afterRing wasHeard: Bool) -> [Start]? {
        var rings: UInt64 = 0
        if wasHeard { _ = unsafe read(bell, &rings, 8) }
        return state.withLock { state in
            defer { state.starts = [] }
            return state.isClosed ? nil : state.starts
        }
    }

    /// Makes the thread look around.
    func wake() {
        relay_ring(bell)
    }

    /// Ends the thread.
    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }
}

/// The thread that libcurl runs on.
enum TransferThread {
    /// Starts a thread that serves a mailbox until it is closed; false where the system gives none.
    static func start(for mailbox: Mailbox) -> Bool {
        let context = unsafe Unmanaged.passRetained(mailbox)
        var thread = pthread_t()
        let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            if let context = unsafe context {
                let mailbox = unsafe Unmanaged<Mailbox>.fromOpaque(context).takeRetainedValue()
                TransferLoop(mailbox).run()
            }
            return nil
        }
        guard unsafe pthread_create(&thread, nil, body, context.toOpaque()) == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
