import Foundation
import Testing

@testable import CaptureRelay

@Suite struct ProcessEnvironmentTests {
    @Test func `The variables are those of the process`() {
        #expect(ProcessEnvironment.read() == ProcessInfo.processInfo.environment)
    }
}

@Suite struct TextFileTests {
    private let url = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")

    @Test(arguments: [0, 1, 16_384, 16_385, 1 << 20])
    func `A file up to the limit is read whole`(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        #expect(try TextFile.read(url.path) == bytes)
    }

    @Test func `A longer file is refused`() throws {
        try Data(count: (1 << 20) + 1).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        #expect(throws: TextFileError.tooLong) { try TextFile.read(url.path) }
        #expect(throws: TextFileError.tooLong) { try TextFile.read("/dev/zero") }
    }

    @Test func `A file that is not there, and a folder, are refused with the system's reason`() {
        #expect(throws: TextFileError.unreadable(reason: "No such file or directory")) { try TextFile.read("/no/such") }
        #expect(throws: TextFileError.unreadable(reason: "Is a directory")) { try TextFile.read("/") }
    }

    @Test func `Settings are read from a real file`() throws {
        try Data("RELAY_BATCH_ROWS=3\n".utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        let settings = try Settings(environment: ["RELAY_ENV_FILE": url.path])
        #expect(settings.batchRows == 3)
    }
}
