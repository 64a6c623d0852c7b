import Foundation
import JSON
import TestSupport
import Testing

@Suite struct JSONOracleTests {
    /// Foundation reads no lone surrogates and no numbers beyond a double, which RFC 8259 allows, and it reads a last
    /// comma in an array, which is not allowed; such texts are left out.
    private static func isComparable(_ text: String) -> Bool {
        text.range(of: #"\\u|[eE][+-]?[0-9]{3}|,[ \t\r\n]*[\]}]"#, options: .regularExpression) == nil
    }

    private static func isJSON(_ text: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
    }

    private static func value(_ depth: Int, _ random: inout SeededGenerator) -> String {
        let space = ["", "", " ", "\n\t"].randomElement(using: &random) ?? ""
        let scalars = ["0", "-1", "1.5", "2e3", "-0.5E-2", "true", "false", "null", #""""#, #""a b""#, #""\n\"\\/""#]
        let count = Int.random(in: 0...3, using: &random)
        switch Int.random(in: 0...(depth > 3 ? 0 : 3), using: &random) {
        case 1:
            return "[" + space + (0..<count).map { _ in value(depth + 1, &random) }.joined(separator: ",") + "]" + space
        case 2:
            let members = (0..<count).map { #""k\#($0)"\#(space):"# + value(depth + 1, &random) }
            return space + "{" + members.joined(separator: "," + space) + "}"
        default:
            return space + (scalars.randomElement(using: &random) ?? "0") + space
        }
    }

    /// One byte more, one less, or another one.
    private static func damaged(_ text: String, _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = Array("{}[],:\"\\ \ttrufalsen0123456789.-+eE\u{1}".utf8).randomElement(using: &random) ?? 0
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [1, 2, 3, 4])
    func `whatever is written at random is read as Foundation reads it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var refused = 0
        for _ in 0..<2000 {
            var text = Self.value(0, &random)
            #expect(fault(in: text) == nil, "\(text)")
            for _ in 0..<Int.random(in: 1...2, using: &random) where !text.isEmpty {
                text = Self.damaged(text, &random)
            }
            guard Self.isComparable(text) else { continue }
            let isRead = fault(in: text) == nil
            #expect(isRead == Self.isJSON(text), "\(text)")
            if !isRead { refused += 1 }
        }
        #expect(refused > 500 && refused < 1950)
    }

    @Test(arguments: [11, 12])
    func `what is read at random means what Foundation says`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let text = Self.value(0, &random)
            let expected = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            #expect(Self.told(try JSONValue(parsing: text)) == Self.told(expected), "\(text)")
        }
    }

    /// What a value says, whoever read it; Foundation does not tell true from one.
    private static func told(_ value: JSONValue) -> String {
        switch value {
        case .object(let members): told(members.map { ($0.key, told($0.value)) })
        case .array(let elements): "[" + elements.map(told).joined(separator: ",") + "]"
        case .string(let text): text.debugDescription
        case .number(let text): "\(Double(text) ?? .nan)"
        case .bool(let isTrue): isTrue ? "1.0" : "0.0"
        case .null: "null"
        }
    }

    private static func told(_ value: Any) -> String {
        switch value {
        case let members as [String: Any]: told(members.map { ($0.key, told($0.value)) })
        case let elements as [Any]: "[" + elements.map(told).joined(separator: ",") + "]"
        case let text as String: text.debugDescription
        case let number as NSNumber: "\(number.doubleValue)"
        default: "null"
        }
    }

    private static func told(_ members: [(String, String)]) -> String {
        "{" + members.sorted { $0.0 < $1.0 }.map { "\($0.0.debugDescription):\($0.1)" }.joined(separator: ",") + "}"
    }
}
