/// One part of a bucket's list, a thousand objects at most.
package struct S3ListPage: Equatable, Sendable {
    /// An object of the list.
    package struct Entry: Equatable, Sendable {
        /// The key, as it is.
        package let key: String
        /// When it was written, or last written over.
        package let modified: AmazonTime
        /// The ETag without quotes.
        package let etag: String?
        /// How many bytes it has.
        package let size: Int
    }

    /// The objects, in the order of their keys.
    package let entries: [Entry]
    /// Where the next part begins; nothing at the end of the list.
    package let next: String?
    /// The region that the bucket lies in, as far as that is known.
    package internal(set) var region: String?

    /// Reads S3's answer; nothing where it is no list, or one that breaks off, or lacks what every list tells.
    package init?(_ document: [UInt8]) {
        var scanner = XMLScanner(document)
        var fields = ["IsTruncated": "", "NextContinuationToken": "", "EncodingType": ""]
        var found: [[String: String]] = []
        while let piece = scanner.next() {
            let path = scanner.path
            switch piece {
            case .opening:
                if path.count == 1, path[0] != "ListBucketResult" { return nil }
                if path.count == 2, path[1] == "Contents" { found.append([:]) }
            case .closing(let text):
                if path.count == 2, fields[path[1]] != nil { fields[path[1]] = text }
                if path.count == 3, path[1] == "Contents", Self.entryFields.contains(path[2]) {
                    found[found.count - 1][path[2]] = text
                }
            }
        }
        guard scanner.isWhole, fields["IsTruncated"] == "true" || fields["IsTruncated"] == "false" else { return nil }
        let isEncoded = fields["EncodingType"] == "url"
        var entries: [Entry] = []
        entries.reserveCapacity(found.count)
        for fields in found {
            guard let entry = Entry(fields, isEncoded: isEncoded) else { return nil }
            entries.append(entry)
        }
        self.entries = entries
        next = fields["IsTruncated"] == "true" ? fields["NextContinuationToken"] : nil
        guard next != "" else { return nil }
    }

    private static let entryFields: Set = ["Key", "LastModified", "ETag", "Size"]
}

extension S3ListPage.Entry {
    fileprivate init?(_ fields: [String: String], isEncoded: Bool) {
        guard let text = fields["Key"], let modified = fields["LastModified"].flatMap(AmazonTime.init(iso8601:)),
            let size = fields["Size"].flatMap({ Int($0) }), size >= 0,
            let key = isEncoded
                ? PercentEncoding.formDecoded(text.utf8).flatMap({ String(validating: $0, as: UTF8.self) }) : text,
            !key.isEmpty
        else { return nil }
        self.key = key
        self.modified = modified
        self.size = size
        etag = fields["ETag"].flatMap(\.unquotedETag)
    }
}
