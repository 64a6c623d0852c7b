package import JSON

/// What a slot says of its payload, by its encoding and content type: only a hint, the content decides.
package struct PayloadHint: Equatable {
    /// What the payload should be.
    package enum Form {
        case csv
        case json
        case unknown
    }

    /// What it should be.
    package private(set) var form = Form.unknown

    /// Whether it is encoded as base64.
    package private(set) var isBase64 = false

    /// Whether it should be an image.
    package private(set) var isImage = false

    /// Nothing is said.
    package init() {}

    /// What encoding and content type say; none where they are null or absent.
    package init(encoding: Bytes?, type: Bytes?) {
        isBase64 = encoding?.equalsIgnoringCase("base64") ?? false
        if let encoding, !isBase64 {
            form = encoding.equalsIgnoringCase("csv") ? .csv : encoding.equalsIgnoringCase("json") ? .json : .unknown
        }
        guard let type, form == .unknown else { return }
        form = type.hasWord("json") ? .json : type.hasWord("csv") ? .csv : .unknown
        isImage = type.hasWord("image")
    }
}

extension Bytes {
    /// Whether a word of small letters occurs, in letters of either case.
    fileprivate func hasWord(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard count >= length else { return false }
        return (0...count - length).contains { slice($0, $0 + length).equalsIgnoringCase(word) }
    }
}
