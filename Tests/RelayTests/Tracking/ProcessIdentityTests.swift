import Files
import Foundation
import TestSupport
import Testing

/// A process that had a lease, as another one finds it.
@Suite struct ProcessIdentityTests {
    /// The identity of a process, by what the system says of it.
    private static func identity(_ number: Int32) throws -> String {
        let own = try #require(ProcessIdentity.current()).text.split(separator: "/")
        let status = try String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8)
        let start = status.split(separator: ")").last?.split(separator: " ")[19]
        return "\(own[0])/\(own[1])/\(number)/\(start ?? "")"
    }

    /// The number that a child writes first.
    private static func number(_ child: inout ChildProcess) async throws -> Int32 {
        while !child.output.contains(0x0A), child.look() == nil { await Task.yield() }
        let line = String(decoding: child.output, as: UTF8.self)
        return try #require(Int32(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    @Test func `this process has not ended`() throws {
        let own = try #require(ProcessIdentity.current())
        #expect(own == ProcessIdentity.current())
        #expect(own.text.split(separator: "/").count == 4)
        #expect(try own.text == Self.identity(ProcessInfo.processInfo.processIdentifier))
        #expect(ProcessIdentity.hasEnded(own.text) == false)
    }

    @Test(arguments: ["sleep", "a b", "x) Z 1 (y", "a\nb", ")", "한"])
    func `a child is there until it ends, whatever its name is`(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path(name)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/bin/sleep")
        var child = try ChildProcess(shell: "echo $$; exec '\(path)' 600", outputLimit: 100)
        let number = try await Self.number(&child)
        let text = try Self.identity(number)
        #expect(ProcessIdentity.hasEnded(text) == false)
        kill(number, SIGKILL)
        // It is a zombie first, until somebody asks how it ended.
        while ProcessIdentity.hasEnded(text) == false { await Task.yield() }
        #expect(FileManager.default.fileExists(atPath: "/proc/\(number)"))
        while child.look() == nil { await Task.yield() }
        #expect(ProcessIdentity.hasEnded(text) == true)
    }

    @Test func `a number that another process has by now is not the one that had it`() throws {
        let own = try #require(ProcessIdentity.current()).text
        let other = own.split(separator: "/").dropLast().joined(separator: "/") + "/1"
        #expect(ProcessIdentity.hasEnded(other) == true)
    }

    @Test(arguments: ["", "x", "boot/4026/1/2", "///", "a/b/c/d/e"])
    func `of a process elsewhere nothing is known`(text: String) {
        #expect(ProcessIdentity.hasEnded(text) == nil)
    }
}
