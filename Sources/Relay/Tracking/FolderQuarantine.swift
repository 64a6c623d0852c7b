import Files
package import JSON

/// Where lines go that cannot be relayed.
package protocol Quarantine: AnyObject {
    /// Keeps some records of an object.
    func keep(_ records: Bytes, of object: ObjectReference) async throws(QuarantineError)

    /// Makes the records of an object durable, if there are any, and returns their name.
    ///
    /// Under their final name they replace those of an earlier run, so only those of a whole object get it.
    func finish(_ object: ObjectReference, isWhole: Bool) async throws(QuarantineError) -> String?
}

/// Why lines could not be quarantined.
package struct QuarantineError: Error, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// The system's words.
    package let reason: String

    /// The sentence.
    package var description: String {
        "lines that cannot be relayed could not be kept in \(path): \(reason). Check RELAY_QUARANTINE_URL"
    }
}

/// Keeps the records of each object in a file of its own, under a name that a second run overwrites.
package final class FolderQuarantine: Quarantine {
    private let folder: String
    private var file: FileDescriptor?

    /// A quarantine in a folder, which is made when it is needed.
    package init(folder: String) {
        self.folder = folder
    }

    package func keep(_ records: Bytes, of object: ObjectReference) async throws(QuarantineError) {
        let path = unfinished(object)
        do throws(SystemError) {
            if file == nil {
                try FileSystem.makeFolders(folder)
                file = try FileDescriptor(path, for: .replacing)
            }
            try file?.write(records)
        } catch {
            throw QuarantineError(path: path, reason: "\(error)")
        }
    }

    package func finish(_ object: ObjectReference, isWhole: Bool) async throws(QuarantineError) -> String? {
        guard file != nil else { return nil }
        let path = unfinished(object)
        do throws(SystemError) {
            try file?.synchronize()
            file = nil
            guard isWhole else { return path }
            try FileSystem.rename(path, to: self.path(object))
        } catch {
            file = nil
            throw QuarantineError(path: path, reason: "\(error)")
        }
        return self.path(object)
    }

    private func unfinished(_ object: ObjectReference) -> String { path(object) + ".part" }

    /// The end of the object's name, for people, and an id of its whole name and version, for certainty.
    private func path(_ object: ObjectReference) -> String {
        let id = NameBasedUUID.text(ofURL: "\(object.uri)?versionId=\(object.versionID ?? object.etag ?? "")")
        let name = object.key.split(separator: "/").last.map(String.init) ?? "object"
        let safe = name.unicodeScalars.prefix(80).map { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains(scalar))
                ? Character(scalar) : "_"
        }
        return "\(folder)/\(String(safe))-\(id).quarantine.jsonl"
    }
}
