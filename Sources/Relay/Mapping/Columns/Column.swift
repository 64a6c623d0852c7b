/// One column of the rows: its name, where its value comes from, and what it must be.
package struct Column: Equatable, Sendable {
    /// The name in the row.
    package var name: String

    /// Where the value is in a JSON payload; without it, the field of the same name, else the position.
    package var path: ColumnPath?

    /// Whether the value may be missing; it is null then.
    package var isOptional: Bool

    /// What the value must be; without it, it stays what it is.
    package var type: ColumnType?

    /// Whether it takes all values of a row together, as many as there are: an array of numbers.
    package var takesAll = false

    /// A column, by default one that must be there and takes its value by name or position.
    package init(_ name: String, path: ColumnPath? = nil, isOptional: Bool = false, type: ColumnType? = nil) {
        self.name = name
        self.path = path
        self.isOptional = isOptional
        self.type = type
    }
}

/// The way to a value inside a JSON payload: `predictions[].score`.
package struct ColumnPath: Equatable, Sendable {
    /// One step down.
    package enum Step: Equatable, Sendable {
        /// The value of a key.
        case key(String)
        /// Each element of an array: a row for each.
        case each
        /// One element of an array.
        case index(Int)
    }

    /// The steps from the top of the payload.
    package let steps: [Step]

    /// A path of some steps.
    package init(_ steps: [Step]) {
        self.steps = steps
    }

    /// Everything up to the last `[]`: paths that share it give their rows in step.
    package var expansion: ArraySlice<Step> {
        guard let last = steps.lastIndex(of: .each) else { return [] }
        return steps[...last]
    }
}

/// What the values of a column must be.
package enum ColumnType: String, CaseIterable, Equatable, Sendable {
    case int
    case float
    case string
    case bool
}
