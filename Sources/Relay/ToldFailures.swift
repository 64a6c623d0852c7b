import Synchronization

/// Counts the failures that were told one by one, of all who lead to the same end.
package final class ToldFailures: Sendable {
    private let most: Int
    private let told = Mutex(0)

    /// So many are told, a hundred unless somebody wants them all.
    package init(most: Int = 100) {
        self.most = most
    }

    /// Says what failed; after the last that is told the report says the rest.
    func tell(_ message: String, to log: any Log) {
        let number = told.withLock { told in
            told += 1
            return told
        }
        guard number <= most else { return }
        log.write(.error, message)
        guard number == most else { return }
        log.write(.error, "more failures are counted in the summary and not told one by one")
    }
}
