/// Why bytes are no JSON, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What was found wrong.
    public enum Fault: Equatable, Sendable {
        case truncated
        case unexpected(UInt8)
        case controlCharacter
        case escape
        case number
        case literal
        case depth
        case trailing
    }

    /// What was found wrong.
    public let fault: Fault

    /// The offset in the text that was read.
    public let offset: Int

    @usableFromInline
    init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    /// A phrase that ends a sentence: "the JSON ends in the middle (byte 120)".
    public var description: String {
        let phrase =
            switch fault {
            case .truncated: "the JSON ends in the middle"
            case .unexpected(let byte): "the JSON has \(Self.name(byte)) where it may not be"
            case .controlCharacter: "a JSON string holds a raw control character"
            case .escape: "a JSON string holds an escape that does not exist"
            case .number: "a JSON number is malformed"
            case .literal: "the JSON holds a word that is not true, false or null"
            case .depth: "the JSON is nested deeper than \(JSONScanner.depthLimit) levels"
            case .trailing: "more follows after the end of the JSON"
            }
        return "\(phrase) (byte \(offset))"
    }

    private static func name(_ byte: UInt8) -> String {
        byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    }
}
