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

    /// The facts of a variable, which has no default unless one is named.
    init(
        _ group: VariableGroup, _ type: VariableType, _ summary: String, default defaultText: String = "unset",
        example: String
    ) {
        self.group = group
        self.type = type
        self.summary = summary
        self.defaultText = defaultText
        self.example = example
    }
}
