import Synchronization

/// The regions in which buckets turned out to lie, so that each is looked for once.
final class BucketRegions: Sendable {
    /// More buckets than one process reads from; with one more it starts over.
    private static let limit = 256

    private let regions = Mutex<[String: String]>([:])

    /// The region of a bucket, if it is not the one that was said.
    subscript(bucket: String) -> String? {
        get { regions.withLock { $0[bucket] } }
        set {
            regions.withLock { regions in
                if regions.count >= Self.limit { regions.removeAll() }
                regions[bucket] = newValue
            }
        }
    }
}
