import Synchronization

/// Knows which reasons for trying again were told, so that many batches before one silent monitor do not fill the log:
/// each is told once until another one comes up.
final class RetryNotes: Sendable {
    private let last = Mutex("")

    /// Whether a reason is another one than the last.
    func isNews(_ reason: String) -> Bool {
        last.withLock { last in
            defer { last = reason }
            return !last.utf8.elementsEqual(reason.utf8)
        }
    }
}
