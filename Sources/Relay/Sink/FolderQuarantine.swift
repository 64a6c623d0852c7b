import Glibc
package import JSON

/// Where lines go that cannot be relayed.
package protocol Quarantine: AnyObject {
    /// Keeps some records of an object.
    func keep(_ records: Bytes, of object: ObjectReference) async throws(QuarantineError)

    /// Makes the records of an object durable under their final name; returns that name, if there are any.
    func finish(_ object: ObjectReference) async throws(QuarantineError) -> String?
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
    private var descriptor: Int32?

    /// A quarantine in a folder, which is made when it is needed.
    package init(folder: String) {
        self.folder = folder
    }

    package func keep(_ records: Bytes, of object: ObjectReference) async throws(QuarantineError) {
        let path = unfinished(object)
        if descriptor == nil { descriptor = try open(path) }
        guard let descriptor, let code = writeAll(records, to: descriptor) else { return }
        throw QuarantineError(path: path, reason: systemMessage(code))
    }

    package func finish(_ object: ObjectReference) async throws(QuarantineError) -> String? {
        guard let open = descriptor else { return nil }
        descriptor = nil
        let path = unfinished(object)
        let isDurable = fsync(open) == 0
        let isClosed = close(open) == 0
        let final = self.path(object)
        guard isDurable, isClosed, unsafe rename(path, final) == 0 else {
            throw QuarantineError(path: path, reason: systemMessage(errno))
        }
        return final
    }

    private func open(_ path: String) throws(QuarantineError) -> Int32 {
        try makeFolder()
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw QuarantineError(path: path, reason: systemMessage(errno)) }
        return descriptor
    }

    private func makeFolder() throws(QuarantineError) {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/\(part)"
            guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { continue }
            let code = errno
            // A folder above that may not be written to can be there all the same.
            guard code == EROFS || code == EACCES, unsafe access(path, X_OK) == 0 else {
                throw QuarantineError(path: path, reason: systemMessage(code))
            }
        }
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
