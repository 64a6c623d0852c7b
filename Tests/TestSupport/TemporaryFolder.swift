public import Foundation

/// A folder that is there as long as somebody holds it.
public final class TemporaryFolder: Sendable {
    /// The folder, with all links followed.
    public let url: URL

    /// The folder's path.
    public var path: String { url.path }

    /// Makes a folder.
    public init() throws {
        let temporary = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        url = temporary.appendingPathComponent("capture-relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of something inside.
    public func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, and the folders above it.
    public func write(_ text: String, to name: String) throws {
        let parent = URL(fileURLWithPath: path(name)).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    /// The text of a file; nothing where there is none.
    public func text(of name: String) -> String? {
        FileManager.default.contents(atPath: path(name)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of what is inside, sorted.
    public func names(in name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }
}
