import Foundation

/// Captures from elsewhere, where they lie beside the repository; those under another licence are not part of it.
enum SampleFolder {
    private static let root = URL(filePath: #filePath).appending(path: "../../../../../shared/samples").standardized

    /// The files of a folder, or nothing, which is said, where they are not there.
    static func names(in folder: String) -> [String] {
        let path = root.appending(path: folder).path(percentEncoded: false)
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            print("left out: there are no samples at \(path)")
            return []
        }
        return names.sorted()
    }

    /// The bytes of a file.
    static func bytes(of name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: root.appending(path: name)))
    }
}
