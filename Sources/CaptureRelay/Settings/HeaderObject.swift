import JSON
import Relay

/// Reads header fields from a JSON object: `{"X-Tenant":"a"}`.
enum HeaderObject {
    /// What belongs to the transfer itself: another value would break the request.
    private static let reserved = [
        "Connection", "Content-Encoding", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    ]

    /// The fields in their order.
    static func fields(in text: String) throws(HeaderObjectError) -> [EndpointSettings.Header] {
        guard let value = try? JSONValue(parsing: text), let members = value.members else { throw .notAnObject }
        var fields: [EndpointSettings.Header] = []
        for (index, member) in members.enumerated() {
            let field = try field(member, number: index + 1)
            let name = field.name.lowercased()
            if let first = fields.firstIndex(where: { $0.name.lowercased() == name }) {
                throw .repeated(first + 1, index + 1)
            }
            fields.append(field)
        }
        return fields
    }

    private static func field(
        _ member: JSONValue.Member,
        number: Int
    ) throws(HeaderObjectError) -> EndpointSettings.Header {
        guard !member.key.isEmpty, member.key.utf8.allSatisfy(isOfName) else { throw .name(number) }
        let name = member.key.lowercased()
        if let known = reserved.first(where: { $0.lowercased() == name }) { throw .reserved(known) }
        guard case .string(let value) = member.value else { throw .notText(number) }
        guard value.utf8.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { throw .blank(number) }
        guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 < 0x7F) }) else { throw .value(number) }
        return EndpointSettings.Header(name: member.key, value: value)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

/// What is wrong with header fields; no case holds what was written, since a secret can stand in any place.
enum HeaderObjectError: Error, Equatable, CustomStringConvertible {
    case notAnObject
    case name(Int)
    case reserved(String)
    case notText(Int)
    case blank(Int)
    case value(Int)
    case repeated(Int, Int)

    /// The sentence's end, after the variable's name.
    var description: String {
        switch self {
        case .notAnObject: "is not a JSON object"
        case .name(let number): "has no name of a header in field \(number)"
        case .reserved(let name): "has the field \(name), which belongs to the transfer itself and cannot be set"
        case .notText(let number): "has a value in field \(number) that is not text in quotes"
        case .blank(let number): "has no value in field \(number)"
        case .value(let number):
            "has a line break or another character in the value of field \(number) that cannot be sent"
        case .repeated(let first, let second): "has the same name in fields \(first) and \(second)"
        }
    }
}
