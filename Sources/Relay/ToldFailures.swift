import Synchronization

/// Counts the failures that were told one by one, of all who lead to the same end.
final class ToldFailures: Sendable {
    private static let most = 100

    private let told = Mutex(0)

    /// Says what failed; after a hundred times the report says the rest.
    func tell(_ message: String, to log: any Log) {
        let number = told.withLock { told in
            told += 1
            return told
        }
        guard number <= Self.most else { return }
        log.write(.error, message)
        guard number == Self.most else { return }
        log.write(.error, "more failures are counted in the summary and not told one by one")
    }
}
