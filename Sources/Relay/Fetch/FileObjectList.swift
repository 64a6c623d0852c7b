import Files

/// The files in a folder and in those inside of it, folder by folder in the order of their names.
///
/// Links to folders are not followed, which could lead round in a circle, and only regular files are listed.
package final class FileObjectList: ObjectList {
    private let root: String
    private var folders: [String]

    /// A list of the files in a folder.
    package init(folder: String) {
        root = folder
        folders = [folder]
    }

    package func next() async throws(FetchError) -> [ListedObject]? {
        guard let folder = folders.popLast() else { return nil }
        let names: [String]
        do { names = try FileSystem.names(in: folder) } catch {
            // A folder that is gone since it was named has nothing in it; the first one must be there.
            guard error.meansMissing, folder != root else {
                throw .unreadable(uri: "the folder \(folder)", reason: "\(error)")
            }
            return []
        }
        let paths = names.map { "\(folder)/\($0)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        folders += paths.filter { FileSystem.isFolder($0) && FileSystem.linkTarget($0) == nil }.reversed()
        return paths.filter { FileSystem.identity($0) != nil }
            .map { ListedObject(ObjectReference(bucket: "", key: $0), modified: 0) }
    }
}

/// Files that are named by their paths.
package final class FileObjectStore: ObjectStore {
    /// A store of all files.
    package init() {}

    package func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        try FileBody(path: reference.key, uri: reference.uri)
    }
}
