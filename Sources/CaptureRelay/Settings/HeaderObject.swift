import JSON
import Relay

/// Reads header fields from a JSON object: `{"X-Tenant":"a"}`.
enum HeaderObject {
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
        guard EndpointSettings.Header.isName(member.key) else { throw .name(number) }
        if let known = EndpointSettings.Header.reservedName(member.key) { throw .reserved(known) }
        // The URL says which host it is; a proxy or a server could be misled by another one.
        guard member.key.lowercased() != "host" else { throw .reserved("Host") }
        guard case .string(let value) = member.value else { throw .notText(number) }
        guard value.utf8.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { throw .blank(number) }
        guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 < 0x7F) }) else { throw .value(number) }
        return EndpointSettings.Header(name: member.key, value: value)
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
