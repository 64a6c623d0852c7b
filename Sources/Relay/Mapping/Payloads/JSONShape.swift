import JSON

/// One way to read rows out of a JSON document; which one is right is for the other side and the columns to say.
enum JSONShape: Equatable {
    /// The value is one row.
    case one(Int)
    /// Each element of the array is a row.
    case each(Int)
    /// The object's arrays are columns, all of one length.
    case columnar(Int, rows: Int)
    /// The names are in one array, the rows in another (`dataframe_split`).
    case split(names: Int, data: Int)

    /// A way to read, and whether it is so far-fetched that only a matching other side justifies it.
    ///
    /// A document has at most one candidate of each form.
    struct Candidate: Equatable {
        let shape: JSONShape
        let form: ReadingForm
        let needsPartner: Bool

        init(_ shape: JSONShape, _ form: ReadingForm, needsPartner: Bool = false) {
            self.shape = shape
            self.form = form
            self.needsPartner = needsPartner
        }
    }

    /// How many rows it gives.
    func rows(in tree: borrowing JSONTree) -> Int {
        switch self {
        case .one: 1
        case .each(let node): Int(tree[node].count)
        case .columnar(_, let rows): rows
        case .split(_, let data): Int(tree[data].count)
        }
    }

    /// The ways to read a document, the most natural first.
    static func candidates(_ document: Int, in tree: borrowing JSONTree, into found: inout [Candidate]) {
        found.removeAll(keepingCapacity: true)
        collect(document, in: tree, rowsByName: false, depth: 0, into: &found)
    }

    private static func collect(
        _ node: Int,
        in tree: borrowing JSONTree,
        rowsByName: Bool,
        depth: Int,
        into found: inout [Candidate]
    ) {
        switch tree[node].kind {
        case .array: collectArray(node, in: tree, rowsByName: rowsByName, into: &found)
        case .object: collectObject(node, in: tree, depth: depth, into: &found)
        default: found.append(Candidate(.one(node), .oneRow))
        }
    }

    /// An array of containers is a list of rows.
    ///
    /// One of plain values is a row, or a list of rows of one value each: under `instances` and `predictions` the
    /// latter by convention, elsewhere only if the other side has as many.
    private static func collectArray(
        _ node: Int,
        in tree: borrowing JSONTree,
        rowsByName: Bool,
        into found: inout [Candidate]
    ) {
        let each = JSONShape.each(node)
        guard holdsPlainValues(node, in: tree) else {
            found.append(Candidate(each, .elements))
            return
        }
        if rowsByName {
            found.append(Candidate(each, .elements))
            found.append(Candidate(.one(node), .oneRow, needsPartner: true))
        } else {
            found.append(Candidate(.one(node), .oneRow))
            found.append(Candidate(each, .elements, needsPartner: true))
        }
    }

    private static func collectObject(
        _ node: Int,
        in tree: borrowing JSONTree,
        depth: Int,
        into found: inout [Candidate]
    ) {
        if depth < 3, !tree[node].hasDuplicates { collectWrapped(node, in: tree, depth: depth, into: &found) }
        if let rows = columnLength(node, in: tree) {
            found.append(Candidate(.columnar(node, rows: rows), .columns))
        }
        found.append(Candidate(.one(node), depth == 0 ? .document : .oneRow))
    }

    private static func collectWrapped(
        _ node: Int,
        in tree: borrowing JSONTree,
        depth: Int,
        into found: inout [Candidate]
    ) {
        if let names = tree.value(of: "columns", in: node), let data = tree.value(of: "data", in: node),
            tree[names].kind == .array, tree[data].kind == .array
        {
            found.append(Candidate(.split(names: names, data: data), .namesAndData))
            return
        }
        for name in ["instances", "predictions", "dataframe_records"] as [StaticString] {
            guard let value = tree.value(of: name, in: node), tree[value].kind == .array else { continue }
            return collect(value, in: tree, rowsByName: true, depth: depth + 1, into: &found)
        }
        for name in wrappers {
            guard let value = tree.value(of: name, in: node), tree[value].isContainer else { continue }
            return collect(value, in: tree, rowsByName: false, depth: depth + 1, into: &found)
        }
    }

    private static let wrappers: [StaticString] = [
        "dataframe_split", "features", "inputs", "outputs", "data", "probabilities",
    ]

    private static func holdsPlainValues(_ array: Int, in tree: borrowing JSONTree) -> Bool {
        var index = array + 1
        for _ in 0..<Int(tree[array].count) {
            if !tree[index].isContainer { return true }
            index = tree.index(after: index)
        }
        return false
    }

    private static func columnLength(_ object: Int, in tree: borrowing JSONTree) -> Int? {
        var length: Int?
        var index = object + 1
        for _ in 0..<Int(tree[object].count) {
            let value = tree[index + 1]
            guard value.kind == .array, value.count > 0, length == nil || length == Int(value.count) else { return nil }
            length = Int(value.count)
            index = tree.index(after: index + 1)
        }
        return length
    }
}
