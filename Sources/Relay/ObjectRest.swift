/// What is left of an object when time ran out, and can come back by a message.
struct ObjectRest {
    /// The message that brings it back.
    let message: String
    /// How many lines are settled; nothing where it was not begun.
    let lines: Int?

    /// What is left of an object behind so many settled lines.
    init(of object: ObjectReference, behind lines: Int, at position: Position) {
        message = ContinuationMessage.text(object, at: position)
        self.lines = lines
    }

    /// The whole of an object that was not begun.
    init(untouched object: ObjectReference) {
        message = ContinuationMessage.text(object)
        lines = nil
    }

    /// Whether it was not begun.
    var isUntouched: Bool { lines == nil }

    /// What is said when the message was sent.
    var told: String {
        guard let lines else { return "no time was left to begin it, and a message that brings it back was sent" }
        return "\(lines) lines are settled, and a message for the rest was sent"
    }
}
