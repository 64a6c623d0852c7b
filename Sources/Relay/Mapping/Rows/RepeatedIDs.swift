import JSON

/// Notices ids that come up more than once in an object, in a fixed quarter of a megabyte: of an id only a hash is
/// kept, until another one takes its place.
struct RepeatedIDs {
    /// How many lines had the id of a line before.
    private(set) var count = 0

    /// The first line that had.
    private(set) var firstLine: Int?

    private var hashes: [Int] = []

    /// Adds the id of a line.
    mutating func add(_ id: Bytes, line: Int) {
        var hasher = Hasher()
        id.hash(into: &hasher)
        add(hash: hasher.finalize(), line)
    }

    /// Adds the id of a line.
    mutating func add(_ id: String, line: Int) {
        add(hash: id.hashValue, line)
    }

    private mutating func add(hash: Int, _ line: Int) {
        if hashes.isEmpty { hashes = [Int](repeating: 0, count: 1 << 15) }
        let slot = hash & (hashes.count - 1)
        if hashes[slot] == hash {
            count += 1
            firstLine = firstLine ?? line
        }
        hashes[slot] = hash
    }
}
