/// The version of the program.
enum Version {
    /// The number, as `--version` prints it.
    static let number = "0.1.0"

    /// The line that `--version` prints.
    static let text = "capture-relay \(number)\n"
}
