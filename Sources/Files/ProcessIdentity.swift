import JSON

/// A process as other processes of the same machine can find it again: machine, namespace, number and time of start.
package struct ProcessIdentity: Equatable, Sendable {
    /// The identity in one word.
    package let text: String

    /// This process; nothing where the system does not tell.
    package static func current() -> ProcessIdentity? {
        guard let place = place(), let start = start(of: "self") else { return nil }
        return ProcessIdentity(text: "\(place)/\(start)")
    }

    /// Whether a process that was on this machine has ended; nothing where it was on another one.
    package static func hasEnded(_ text: String) -> Bool? {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 4, let place = place(), place == "\(parts[0])/\(parts[1])", let number = Int(parts[2])
        else { return nil }
        return start(of: String(number)) != "\(parts[2])/\(parts[3])"
    }

    /// The boot of the machine, and the namespace that process numbers are counted in.
    private static func place() -> String? {
        guard let boot = text(of: "/proc/sys/kernel/random/boot_id")?.filter({ !$0.isWhitespace }),
            let namespace = FileSystem.linkTarget("/proc/self/ns/pid")
        else { return nil }
        return "\(boot)/\(namespace.filter { $0.isNumber })"
    }

    /// The number of a process and when it started, by the machine's own clock.
    ///
    /// The name of the program, in parentheses, may hold anything.
    private static func start(of process: String) -> String? {
        guard let status = text(of: "/proc/\(process)/stat"), let end = status.lastIndex(of: ")"),
            let number = status.split(separator: " ").first
        else { return nil }
        let fields = status[end...].dropFirst(2).split(separator: " ")
        // A zombie has ended, though nobody has asked how.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return "\(number)/\(fields[19])"
    }

    private static func text(of path: String) -> String? {
        guard let bytes = try? WholeFile.read(path) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
