import Synchronization

/// Knows which reasons for trying again were told, so that many batches before one silent monitor do not fill the log.
///
/// Each is told once until another one comes up. Numbers make no other reason of it: they tell of milliseconds and ports.
final class RetryNotes: Sendable {
    private let last = Mutex("")

    /// Whether a reason is another one than the last.
    func isNews(_ reason: String) -> Bool {
        let words = reason.filter { !("0"..."9").contains($0) }
        return last.withLock { last in
            defer { last = words }
            return !last.utf8.elementsEqual(words.utf8)
        }
    }
}
