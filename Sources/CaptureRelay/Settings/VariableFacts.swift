/// What the help and the messages say of one variable.
struct VariableFacts: Sendable {
    /// The heading it stands under.
    let group: VariableGroup

    /// The kind of value it takes.
    let type: VariableType

    /// What it means.
    let summary: String

    /// What holds when it is not set.
    let defaultText: String

    /// A value that somebody could give it.
    let example: String

    /// Whether this version does what it says.
    let isBuilt: Bool

    /// The facts of a variable that works in this version.
    static func now(
        _ group: VariableGroup, _ type: VariableType, _ summary: String, default defaultText: String = "unset",
        example: String
    ) -> VariableFacts {
        VariableFacts(
            group: group, type: type, summary: summary, defaultText: defaultText, example: example, isBuilt: true)
    }

    /// The facts of a variable that this version knows and refuses.
    static func later(
        _ group: VariableGroup, _ type: VariableType, _ summary: String, default defaultText: String = "unset",
        example: String
    ) -> VariableFacts {
        VariableFacts(
            group: group, type: type, summary: summary, defaultText: defaultText, example: example, isBuilt: false)
    }
}
