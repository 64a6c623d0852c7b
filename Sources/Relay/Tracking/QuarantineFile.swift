/// Where the lines of one object go that cannot be relayed: documents under names that a second run writes anew.
///
/// Each document is named by the place up to which all was settled when it was begun, and grows until it has its size. A
/// run that goes on writes the last one again, with what that had when progress was kept, so that no line is kept twice.
struct QuarantineFile: Sendable {
    let shelf: any Shelf
    let object: ObjectReference

    /// Keeps records of lines from a place on; where the run was not whole, not in place of what an earlier one kept.
    func keep(_ records: [UInt8], from position: Position, isWhole: Bool) async throws(ShelfError) {
        _ = try await shelf.write(records, to: name(from: position), if: isWhole ? .always : .absent)
    }

    /// So many bytes of the document that begins at a place; nothing where they are not there any more.
    func records(from position: Position, length: Int) async throws(ShelfError) -> [UInt8]? {
        guard length > 0 else { return [] }
        let document = try await shelf.read(name(from: position))
        guard let document, document.bytes.count >= length else { return nil }
        return Array(document.bytes.prefix(length))
    }

    /// How a document is called in messages.
    func place(from position: Position) -> String { shelf.place(of: name(from: position)) }

    /// The end of the object's name, for people, and an id of its whole name and version, for certainty.
    private func name(from position: Position) -> String {
        let id = NameBasedUUID.text(ofURL: "\(object.uri)?versionId=\(object.versionID ?? object.etag ?? "")")
        let name = object.key.split(separator: "/").last.map(String.init) ?? "object"
        let safe = name.unicodeScalars.prefix(80).map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar))
                ? Character(scalar) : "_"
        }
        let place = position == .start ? "" : "-\(position.offset)-\(position.row)"
        return "\(String(safe))-\(id)\(place).quarantine.jsonl"
    }
}
