/// Everything that is wrong with the settings, at once.
struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// What to do next.
    static let advice = "Try: capture-relay help settings"

    /// The problems, each with a sentence for one line.
    let problems: [SettingsProblem]

    /// The problems, a line for each, and what to do next.
    var description: String { (problems.map(\.description) + [Self.advice]).joined(separator: "\n") }
}

/// One thing that is wrong with the settings.
struct SettingsProblem: Equatable, Sendable, CustomStringConvertible {
    /// The variable's name, or the file's.
    let name: String

    /// What is wrong, and what would be right.
    let sentence: String

    /// Both in one line.
    var description: String { "\(name): \(sentence)" }

    /// A value short enough for a message.
    static func shortened(_ text: String) -> String { text.count > 80 ? text.prefix(79) + "…" : text }
}
