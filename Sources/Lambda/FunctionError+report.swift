import JSON

extension FunctionError {
    /// The field that carries the type beside the body.
    static let typeField = "Lambda-Runtime-Function-Error-Type"

    /// The most bytes of a message that are sent; whoever gets the error is told where it went wrong, not everything.
    private static let longestMessage = 16 << 10

    /// The type in the form `(Runtime|Function)\.[A-Z][a-zA-Z]+`; Lambda logs any other as unknown.
    var reportedType: String {
        let parts = type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isQualified = parts.count == 2 && (parts[0] == "Runtime" || parts[0] == "Function")
        var name = ""
        var beginsWord = true
        for character in isQualified ? parts[1] : type[...] {
            if Self.isLetter(character) {
                name += beginsWord ? character.uppercased() : String(character)
            }
            beginsWord = !Self.isLetter(character)
        }
        return "\(isQualified ? parts[0] : "Function").\(name.count > 1 ? name : "Unknown")"
    }

    /// The error as the Runtime API takes it.
    var report: [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("{\"errorMessage\":")
        buffer.appendJSON(shortMessage)
        buffer.append(",\"errorType\":")
        buffer.appendJSON(reportedType)
        buffer.append(",\"stackTrace\":[]}")
        return buffer.bytes.array
    }

    private var shortMessage: String {
        guard message.utf8.count > Self.longestMessage else { return message }
        // A character that was cut becomes the sign for one that cannot be read.
        return String(decoding: message.utf8.prefix(Self.longestMessage), as: UTF8.self) + "…"
    }

    private static func isLetter(_ character: Character) -> Bool {
        ("a"..."z").contains(character) || ("A"..."Z").contains(character)
    }
}
