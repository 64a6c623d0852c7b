import JSON

/// How many milliseconds the answer took, which only the caller can have written into a capture: as the custom attribute
/// `response_time=12`.
enum ResponseTime {
    private static let name = Array("response_time=".utf8)

    /// The number as it is written; nothing where the line has none.
    static func text(in line: CaptureLine, _ bytes: Bytes) -> String? {
        guard let place = line.metadata, mentions(bytes.slice(place.start, place.end)),
            let metadata = try? JSONValue(parsing: bytes.slice(place.start, place.end))
        else { return nil }
        for attribute in metadata["customAttributes"]?.elements ?? [] {
            guard let text = attribute.string, text.utf8.starts(with: name) else { continue }
            var digits = ByteBuffer(capacity: 32)
            digits.append(contentsOf: Array(text.utf8.dropFirst(name.count)))
            // Plain digits are JSON as they stand.
            guard digits.count > 0, digits.count < 16, let number = DecimalNumber(digits.bytes), !number.isNegative,
                number.exponent.isEmpty
            else { continue }
            let whole = number.whole.isEmpty ? "0" : number.whole.text
            return number.fraction.isEmpty ? whole : "\(whole).\(number.fraction.text)"
        }
        return nil
    }

    private static func mentions(_ metadata: Bytes) -> Bool {
        var place = 0
        while let start = metadata.firstIndex(of: name[0], from: place) {
            if (0..<name.count).allSatisfy({ metadata.peek(start + $0) == name[$0] }) { return true }
            place = start + 1
        }
        return false
    }
}
