/// The header fields of a request or a response, in their order.
package struct HTTPFields: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    /// A field's name and value.
    package struct Field: Equatable, Sendable {
        /// The name as it is sent.
        package let name: String
        /// The value.
        package let value: String
    }

    /// The fields.
    package private(set) var fields: [Field] = []

    /// No fields.
    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0, value: $1) }
    }

    /// The value of a field, whose name is compared without regard to case; the last one where there are several.
    package subscript(name: String) -> String? {
        get { fields.last { Self.isSame($0.name, name) }?.value }
        set {
            fields.removeAll { Self.isSame($0.name, name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// Adds a field, whatever fields of that name there are.
    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { $0 == $1 || lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
