package import Files

/// Reads a short file; tests read from memory.
package typealias FileReading = @Sendable (_ path: String) throws(SystemError) -> [UInt8]

/// Finds out whether a file can be read, and reads nothing of it.
package typealias FileProbing = @Sendable (_ path: String) throws(SystemError) -> Void

/// Where AWS's shared files are, and which profile in them is meant.
package struct SharedFiles: Equatable, Sendable {
    /// Reads what is on the disk.
    package static let reading: FileReading = { path throws(SystemError) in try WholeFile.read(path) }

    /// Looks at what is on the disk.
    package static let probing: FileProbing = { path throws(SystemError) in
        if FileSystem.isFolder(path) { throw .isFolder }
        try FileSystem.checkReadable(path)
    }

    /// The file of settings; nothing where there is no home to look in.
    package let config: String?
    /// The file of keys.
    package let credentials: String?
    /// The profile's name.
    package let profileName: String
    /// Whether somebody named it, and it is not just the one that is taken otherwise.
    package let isProfileNamed: Bool

    /// Finds them by the variables that name them.
    init(_ variable: (String) -> String?) {
        let home = variable("HOME")
        func path(_ name: String, _ usual: String) -> String? {
            guard let path = variable(name) else { return home.map { "\($0)/.aws/\(usual)" } }
            guard path.utf8.starts(with: "~/".utf8), let home else { return path }
            return home + path.dropFirst()
        }
        config = path("AWS_CONFIG_FILE", "config")
        credentials = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
        let name = variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE")
        profileName = name ?? "default"
        isProfileNamed = name != nil
    }

    /// The files as a message names them.
    var places: String {
        let paths = [credentials, config].compactMap { $0 }
        return paths.isEmpty ? "no file, since HOME is not set" : paths.joined(separator: " or ")
    }

    /// Reads both files anew; one that is not there holds nothing.
    func profiles(_ read: FileReading) throws(SharedFileError) -> SharedProfiles {
        SharedProfiles(config: try Self.file(config, read), credentials: try Self.file(credentials, read))
    }

    private static func file(_ path: String?, _ read: FileReading) throws(SharedFileError) -> ProfileFile {
        guard let path else { return ProfileFile([]) }
        do throws(SystemError) {
            return ProfileFile(try read(path))
        } catch {
            guard error.meansMissing else { throw SharedFileError(path: path, error: error) }
            return ProfileFile([])
        }
    }
}

/// A shared file that is there and cannot be read.
package struct SharedFileError: Error, Equatable, CustomStringConvertible {
    /// The file.
    package let path: String
    /// Why not.
    package let error: SystemError

    /// A phrase with the file and the reason.
    package var description: String { "\(path) cannot be read: \(error)" }
}

/// What both shared files say together.
struct SharedProfiles: Equatable, Sendable {
    private let config: ProfileFile
    private let credentials: ProfileFile

    init(config: ProfileFile, credentials: ProfileFile) {
        self.config = config
        self.credentials = credentials
    }

    /// A profile of that name from either file; where both set something, the file of keys counts.
    func profile(_ name: String) -> Profile? {
        var sections = [config.sections["profile \(name)"], credentials.sections[name]]
        if name == "default" { sections.insert(config.sections["default"], at: 0) }
        let found = sections.compactMap { $0 }
        guard !found.isEmpty else { return nil }
        return Profile(name: name, values: found.reduce(into: [:]) { $0.merge($1) { $1 } })
    }

    /// The settings of single services that a profile names.
    func services(_ name: String) -> Profile? {
        config.sections["services \(name)"].map { Profile(name: name, values: $0) }
    }
}
