/// The texts of elements in a small XML document, as AWS's older services answer.
///
/// It knows no structure: the first element of a name is taken, wherever it stands.
package struct XMLText: Sendable {
    private let bytes: [UInt8]

    /// A document.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The text of the first element of a name without the white space around it; nothing where it is empty or holds
    /// other elements.
    package subscript(name: String) -> String? {
        let tag = Array("<\(name)".utf8)
        var place = 0
        while let start = firstIndex(of: tag, from: place) {
            place = start + tag.count
            guard place < bytes.count else { return nil }
            // Another name can begin alike.
            guard [UInt8(ascii: ">"), 0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) else { continue }
            guard let open = bytes[place...].firstIndex(of: UInt8(ascii: ">")),
                bytes[open - 1] != UInt8(ascii: "/"),
                let close = bytes[(open + 1)...].firstIndex(of: UInt8(ascii: "<")),
                bytes[close...].starts(with: Array("</\(name)".utf8))
            else { return nil }
            let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
            let text = bytes[(open + 1)..<close].drop(while: isSpace).reversed().drop(while: isSpace).reversed()
            return text.isEmpty ? nil : Self.decoded(Array(text))
        }
        return nil
    }

    private func firstIndex(of part: [UInt8], from start: Int) -> Int? {
        guard start + part.count <= bytes.count else { return nil }
        return (start...(bytes.count - part.count)).first { bytes[$0...].starts(with: part) }
    }

    /// Text with its entities replaced; one that does not exist stays as it is.
    static func decoded(_ text: [UInt8]) -> String {
        var decoded = ""
        var rest = text[...]
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
            decoded += String(decoding: rest[..<ampersand], as: UTF8.self)
            rest = rest[(ampersand + 1)...]
            if let end = rest.prefix(longestEntity).firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(String(decoding: rest[..<end], as: UTF8.self))
            {
                decoded.unicodeScalars.append(scalar)
                rest = rest[(end + 1)...]
            } else {
                decoded += "&"
            }
        }
        return decoded + String(decoding: rest, as: UTF8.self)
    }

    /// Behind so many bytes no entity ends; looking further at each ampersand would take for ever.
    private static let longestEntity = 12

    private static func scalar(_ entity: String) -> Unicode.Scalar? {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard entity.hasPrefix("#") else { return nil }
            let isHexadecimal = entity.hasPrefix("#x") || entity.hasPrefix("#X")
            let number = UInt32(entity.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
            return number.flatMap { Unicode.Scalar($0) }
        }
    }
}
