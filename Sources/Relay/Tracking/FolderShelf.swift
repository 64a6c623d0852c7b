import AWS
import Files
package import HTTP

/// A shelf in a folder, which several processes may share: whoever writes holds the folder's lock.
package struct FolderShelf: Shelf {
    /// More bytes than any document has.
    private static let longest = 256 << 20
    /// How long somebody else may hold the lock, who needs it for one small file.
    private static let patience = Duration.seconds(5)
    private static let pause = Duration.milliseconds(20)
    /// What the names of the shelf's own files begin with, which no document's may.
    private static let own = ".capture-relay."

    private let folder: String
    private let setting: String
    private let waiting: any Waiting

    /// A shelf in a folder, which is made when it is needed; `setting` is the variable that names it.
    package init(folder: String, setting: String, waiting: any Waiting) {
        self.folder = folder
        self.setting = setting
        self.waiting = waiting
    }

    package func place(of name: String) -> String { "\(folder)/\(name)" }

    package func read(_ name: String) async throws(ShelfError) -> ShelvedDocument? {
        try check(name)
        return try document(name)
    }

    package func write(
        _ bytes: [UInt8], to name: String, if condition: ShelfCondition
    ) async throws(ShelfError) -> String {
        try check(name)
        do throws(SystemError) { try FileSystem.makeFolders(parent(of: name)) } catch {
            throw failure(error, in: "written", name)
        }
        let lock = try await lock(for: name)
        let tag = try replace(name, with: bytes, if: condition)
        // Until here nobody else may write.
        _ = consume lock
        return tag
    }

    /// Writes while nobody else does: beside the document first, so that it is there whole or as it was.
    private func replace(
        _ name: String, with bytes: [UInt8], if condition: ShelfCondition
    ) throws(ShelfError) -> String {
        let isMet =
            switch condition {
            case .always: true
            case .absent: try document(name) == nil
            case .tag(let tag): try document(name)?.tag == tag
            }
        guard isMet else {
            throw ShelfError(.conflict, "\(place(of: name)) was written or removed by somebody else meanwhile")
        }
        let unfinished = "\(parent(of: name))/\(Self.own)unfinished"
        do throws(SystemError) {
            // One that was killed may have left this behind; nobody else has it while the lock is held.
            try FileSystem.remove(unfinished)
            let file = try FileDescriptor(unfinished, for: .creating)
            try file.write(bytes)
            try file.synchronize()
            try FileSystem.rename(unfinished, to: place(of: name))
        } catch {
            try? FileSystem.remove(unfinished)
            throw failure(error, in: "written", name)
        }
        return Self.tag(of: bytes)
    }

    private func document(_ name: String) throws(ShelfError) -> ShelvedDocument? {
        do throws(SystemError) {
            let bytes = try WholeFile.read(place(of: name), atMost: Self.longest)
            return ShelvedDocument(bytes: bytes, tag: Self.tag(of: bytes))
        } catch {
            if error.meansMissing { return nil }
            throw failure(error, in: "read", name)
        }
    }

    private static func tag(of bytes: [UInt8]) -> String { SecureHash.digits(SecureHash.sha256(bytes)) }

    /// Takes the folder's lock; whoever holds it needs it for a moment only.
    private func lock(for name: String) async throws(ShelfError) -> FileDescriptor {
        let path = "\(folder)/\(Self.own)lock"
        let end = waiting.now + Self.patience
        do throws(SystemError) {
            let file = try FileDescriptor(path, for: .locking)
            while true {
                if try file.lock() { return file }
                guard waiting.now < end, await waiting.wait(Self.pause) else { break }
            }
        } catch {
            throw failure(error, in: "written", name)
        }
        throw ShelfError(
            .temporary, "\(place(of: name)) cannot be written: somebody else holds \(path); try again later")
    }

    /// Refuses a name that leads out of the folder, by itself or by a link in the folder, and one of the shelf's own.
    private func check(_ name: String) throws(ShelfError) {
        let segments = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isSafe = segments.allSatisfy { segment in
            let text = String(Substring(segment))
            return !["", ".", ".."].contains(text) && !segment.contains(0) && !text.hasPrefix(Self.own)
        }
        guard isSafe else {
            throw ShelfError(.lasting, "'\(name)' is no name for a document in \(folder). Check \(setting)")
        }
        guard let root = FileSystem.realPath(folder) else { return }
        var path = folder
        for segment in segments {
            path += "/" + String(Substring(segment))
            guard let real = FileSystem.realPath(path) else { return }
            guard real.utf8.starts(with: (root == "/" ? root : root + "/").utf8) else {
                throw ShelfError(.lasting, "\(path) is not used: a link leads out of \(folder). Check \(setting)")
            }
        }
    }

    private func parent(of name: String) -> String {
        let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
        return slash.map { "\(folder)/\(name[..<$0])" } ?? folder
    }

    private func failure(_ error: SystemError, in deed: String, _ name: String) -> ShelfError {
        let next = error.meansNoRoom ? "make room there, or check \(setting)" : "check \(setting)"
        return ShelfError(
            error.isTemporary ? .temporary : .lasting, "\(place(of: name)) cannot be \(deed): \(error); \(next)")
    }
}
