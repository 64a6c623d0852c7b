/// Where the lines of one object go that cannot be relayed: documents under names that a second run writes anew.
///
/// Each document is named by the place up to which all was settled when it was begun. A run that goes on from there
/// writes the same one again, so that no line is kept twice.
struct QuarantineFile: Sendable {
    let shelf: any Shelf
    let object: ObjectReference

    /// Keeps records of lines from a place on; where the run was not whole, not in place of what an earlier one kept.
    func keep(_ records: [UInt8], from position: Position, isWhole: Bool) async throws(ShelfError) {
        _ = try await shelf.write(records, to: name(from: position), if: isWhole ? .always : .absent)
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
