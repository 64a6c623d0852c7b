import JSON

/// The paths of a side's columns with their keys as bytes, so that following one allocates nothing.
struct CompiledPaths: ~Copyable {
    /// One step down.
    enum Step: Equatable {
        case key(Range<Int>)
        case each
        case index(Int)
    }

    private var keys = ByteBuffer()
    private var steps: [Step] = []
    private var ends: [Int] = []
    private var expands: [Bool] = []

    /// The paths of some columns; a column without one is looked for at the top by its name.
    init(_ columns: [Column]) {
        for column in columns {
            let path = column.path?.steps ?? [.key(column.name)]
            for step in path {
                switch step {
                case .each: steps.append(.each)
                case .index(let index): steps.append(.index(index))
                case .key(let key):
                    let start = keys.count
                    keys.append(text: key)
                    steps.append(.key(start..<keys.count))
                }
            }
            ends.append(steps.count)
            expands.append(path.contains(.each))
        }
    }

    /// The steps of a column's path, as places in the list of all.
    func steps(_ column: Int) -> Range<Int> {
        (column == 0 ? 0 : ends[column - 1])..<ends[column]
    }

    /// Whether a column has a value for each row.
    func isForEach(_ column: Int) -> Bool { expands[column] }

    /// A step.
    subscript(index: Int) -> Step { steps[index] }

    /// The bytes of a key.
    func bytes(_ key: Range<Int>) -> Bytes { keys.bytes(key.lowerBound, key.upperBound) }
}
