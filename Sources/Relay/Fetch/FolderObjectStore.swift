import Files

/// Objects in a folder, as `folder/bucket/key`; never anything outside it, whatever a key says.
package final class FolderObjectStore: ObjectStore {
    private let folder: String

    /// A store over a folder, which must be there.
    package init(folder: String) {
        self.folder = folder
    }

    package func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        try FileBody(path: path(of: reference), uri: reference.uri)
    }

    private func path(of reference: ObjectReference) throws(FetchError) -> String {
        let name = "\(reference.bucket)/\(reference.key)"
        let segments = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for segment in segments {
            let text = String(Substring(segment))
            if text.isEmpty || text == "." || text == ".." || segment.contains(0) {
                throw .unsafeKey(uri: reference.uri)
            }
        }
        let path = "\(folder)/\(name)"
        guard let inside = FileSystem.realPath(path), let root = FileSystem.realPath(folder) else { return path }
        guard inside.utf8.starts(with: (root == "/" ? root : root + "/").utf8) else {
            throw .outside(uri: reference.uri, folder: folder)
        }
        return inside
    }
}
