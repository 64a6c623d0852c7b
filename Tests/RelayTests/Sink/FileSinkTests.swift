import Foundation
import Relay
import TestSupport
import Testing

/// Why the sink took no more.
private struct Stopped: Error, CustomStringConvertible {
    let description: String
}

/// Publishes some bodies.
private func publish(_ bodies: String..., to path: String) async throws {
    let sink = FileSink(path: path)
    for text in bodies {
        guard case .stop(let reason, _) = await sink.send(Shipment(body: Array(text.utf8), rows: 1)) else { continue }
        throw Stopped(description: reason)
    }
    try await sink.secure()
}

@Suite struct FileSinkTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `rows are written one a line`() async throws {
        #expect(FileSink(path: "x").layout == BatchLayout(head: "", separator: "\n", tail: "\n"))
        try await publish("a\nb\n", "c\n", to: folder.path("rows"))
        #expect(folder.text(of: "rows") == "a\nb\nc\n")
    }

    @Test func `rows of an earlier run are kept`() async throws {
        try folder.write("a\n", to: "rows")
        try await publish("b\n", to: folder.path("rows"))
        #expect(folder.text(of: "rows") == "a\nb\n")
    }

    @Test func `half a row of a run that was killed is ended first`() async throws {
        try folder.write("a\n{\"half", to: "rows")
        try await publish("b\n", "c\n", to: folder.path("rows"))
        #expect(folder.text(of: "rows") == "a\n{\"half\nb\nc\n")
    }

    @Test func `nothing is made before there are rows`() async throws {
        try await publish(to: folder.path("rows"))
        #expect(folder.text(of: "rows") == nil)
    }

    @Test func `a body of megabytes is written whole`() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 300_000)
        try await publish(text, to: folder.path("rows"))
        #expect(folder.text(of: "rows") == text)
    }

    @Test(arguments: ["none/rows", "file/rows", "."])
    func `a path that cannot be written is an error in words`(name: String) async throws {
        try folder.write("", to: "file")
        let path = folder.path(name)
        let error = await #expect(throws: Stopped.self) { try await publish("a\n", to: path) }
        #expect(error?.description.hasPrefix("the rows cannot be written to \(path): ") == true)
        #expect(error?.description.hasSuffix("Check RELAY_FILE") == true)
    }

    @Test func `a device without room is an error in words`() async throws {
        let error = await #expect(throws: Stopped.self) { try await publish("a\n", to: "/dev/full") }
        let expected = SinkError.cannotWrite(path: "/dev/full", reason: "No space left on device")
        #expect(error?.description == expected.description)
    }

    @Test func `a device that keeps nothing is fine`() async throws {
        try await publish("a\n", to: "/dev/null")
    }
}
