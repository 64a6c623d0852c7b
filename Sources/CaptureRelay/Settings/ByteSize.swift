/// Reads sizes: `900KB`, `32 MiB`, `4096`.
enum ByteSize {
    private static let units = [
        ("", 1), ("b", 1), ("kb", 1000), ("mb", 1_000_000), ("gb", 1_000_000_000),
        ("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30),
    ]

    /// The number of bytes that a text says.
    static func bytes(in text: String) throws(ByteSizeError) -> Int {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let word = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard !digits.isEmpty, let unit = units.first(where: { $0.0 == word }) else { throw .notASize }
        guard let number = Int(digits) else { throw .tooLarge }
        guard number > 0 else { throw .zero }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.1)
        guard !overflow else { throw .tooLarge }
        return bytes
    }
}

/// What is wrong with a size; each case ends a sentence that began with the value.
enum ByteSizeError: Error, Equatable, CustomStringConvertible {
    case notASize
    case zero
    case tooLarge

    /// The sentence's end.
    var description: String {
        switch self {
        case .notASize: "is not a size"
        case .zero: "leaves no room for anything"
        case .tooLarge: "is more than can be counted"
        }
    }
}
