/// A setting as it was written, under its own name whichever of its names was used.
struct SettingText: Equatable, Sendable {
    /// The name.
    let name: String

    /// The value, with a file that it named read.
    let value: String

    /// A setting.
    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
