import Foundation
import JSON
import Relay
import Synchronization
import TestSupport
import Testing

@testable import CaptureRelay

/// Replays whose sources or objects lie in S3, from a store in memory.
@Suite struct ReplayFromS3Tests {
    private let folder: TemporaryFolder
    private let store = MemoryStore()
    private let messages = Shared<[String]>([])

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Replays sources; the exit code and the ids of the rows.
    private func replay(_ sources: [String], objects: String? = nil) async throws -> (code: ExitCode, ids: [String]) {
        var settings = try Settings(environment: Capture.settings)
        settings.sink = .file(path: folder.path("rows"))
        var arguments = ReplayArguments(sources: sources)
        arguments.objects = objects
        let console = Console(showsProgress: false, output: { [messages] in messages.value.append($0) })
        let store = store
        let amazon = DeferredObjectStore { () throws(SettingsError) in
            store.made += 1
            if let problem = store.problem { throw SettingsError(problems: [problem]) }
            return store
        }
        let ends = PipelineEnds(sink: FileSink(path: folder.path("rows")), quarantine: nil, log: console)
        let replay = Replay(arguments, settings, console, ReplayWays(amazon: amazon, ends: ends))
        let code = await replay.run()
        let rows = folder.text(of: "rows")?.split(separator: "\n") ?? []
        return (code, rows.compactMap { (try? JSONValue(parsing: String($0)))?["id"]?.string })
    }

    private static func event(_ keys: String...) -> String {
        let records = keys.map { #"{"s3":{"bucket":{"name":"bkt"},"object":{"key":"\#($0)","eTag":"e1"}}}"# }
        return #"{"Records":[\#(records.joined(separator: ","))]}"#
    }

    @Test func `Captures in S3 are relayed by their name`() async throws {
        store.objects["s3://bkt/a b.jsonl"] = Capture.line("a") + "\n"
        let ending = try await replay(["s3://bkt/a b.jsonl"])
        #expect(ending.code == .success)
        #expect(ending.ids == ["a"])
        #expect(store.opened == ["s3://bkt/a b.jsonl"])
    }

    @Test func `An event in S3 is told by its content, and its objects are read from S3`() async throws {
        store.objects["s3://bkt/event.jsonl"] = Self.event("a%2Bb", "c")
        store.objects["s3://bkt/a+b"] = Capture.line("a") + "\n"
        store.objects["s3://bkt/c"] = Capture.line("c") + "\n"
        let ending = try await replay(["s3://bkt/event.jsonl"])
        #expect(ending.code == .success)
        #expect(ending.ids == ["a", "c"])
        #expect(store.references.last?.etag == "e1")
    }

    @Test func `The objects of an event without a folder are read from S3`() async throws {
        try folder.write(Self.event("a"), to: "event.json")
        store.objects["s3://bkt/a"] = Capture.line("a") + "\n"
        #expect(try await replay([folder.path("event.json")]).ids == ["a"])
    }

    @Test(arguments: [true, false])
    func `A folder of objects is read in place of S3`(isNamed: Bool) async throws {
        try folder.write(Self.event("a"), to: "event.json")
        try folder.write(Capture.line("local") + "\n", to: isNamed ? "elsewhere/bkt/a" : "objects/bkt/a")
        store.objects["s3://bkt/a"] = Capture.line("remote") + "\n"
        let objects = isNamed ? folder.path("elsewhere") : nil
        #expect(try await replay([folder.path("event.json")], objects: objects).ids == ["local"])
        #expect(store.made == 0)
    }

    @Test func `An event in S3 may name objects that are in a folder`() async throws {
        store.objects["s3://bkt/event"] = Self.event("a")
        try folder.write(Capture.line("local") + "\n", to: "elsewhere/bkt/a")
        #expect(try await replay(["s3://bkt/event"], objects: folder.path("elsewhere")).ids == ["local"])
    }

    @Test func `The store is made once, and only when it is needed`() async throws {
        try folder.write(Capture.line("file") + "\n", to: "captures")
        for name in ["a", "b"] { store.objects["s3://bkt/\(name)"] = Capture.line(name) + "\n" }
        #expect(try await replay([folder.path("captures")]).ids == ["file"])
        #expect(store.made == 0)
        #expect(try await replay(["s3://bkt/a", "s3://bkt/b"]).ids == ["file", "a", "b"])
        #expect(store.made == 1)
    }

    @Test func `A source that S3 does not hand out ends with 4, and the others are relayed`() async throws {
        store.objects["s3://bkt/b"] = Capture.line("b") + "\n"
        let ending = try await replay(["s3://bkt/a", "s3://bkt/b"])
        #expect(ending.code == .undelivered)
        #expect(ending.ids == ["b"])
        #expect(messages.value.contains("error: s3://bkt/a cannot be read: it is not there\n"))
    }

    @Test func `Settings of AWS that are wrong are told for each object`() async throws {
        store.problem = SettingsProblem(name: "AWS_REGION", sentence: "is odd")
        try folder.write(Self.event("a", "b"), to: "event.json")
        #expect(try await replay([folder.path("event.json")]).code == .undelivered)
        for name in ["a", "b"] {
            #expect(messages.value.contains("error: s3://bkt/\(name) cannot be read: AWS_REGION: is odd\n"))
        }
        #expect(store.made == 1)
    }

    @Test func `The ids of rows are those of the version that was read`() async throws {
        let line = Capture.line("x").replacing(#""eventId":"x""#, with: #""eventId":"""#)
        store.objects["s3://bkt/a"] = line + "\n"
        try folder.write(Self.event("a"), to: "event.json")
        let named = try await replay(["s3://bkt/a"]).ids
        let announced = try await replay([folder.path("event.json")]).ids
        #expect(named.count == 1)
        #expect(announced == named + named)
    }
}

/// Objects in memory, and what was done with them.
private final class MemoryStore: ObjectStore {
    var objects: [String: String] = [:]
    var problem: SettingsProblem?
    var made = 0
    var references: [ObjectReference] = []
    var opened: [String] { references.map(\.uri) }

    func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        references.append(reference)
        guard let text = objects[reference.uri] else {
            throw .s3("\(reference.uri) cannot be read: it is not there", isTemporary: false)
        }
        return Body(text)
    }

    private final class Body: ObjectBody {
        private var rest: [UInt8]
        private(set) var bytesRead = 0

        init(_ text: String) { rest = Array(text.utf8) }

        func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
            let part = rest.prefix(100)
            rest.removeFirst(part.count)
            buffer.append(contentsOf: Array(part))
            bytesRead += part.count
            return part.count
        }

        func confirmed(_ reference: ObjectReference) -> ObjectReference {
            var reference = reference
            reference.etag = reference.etag ?? "e1"
            return reference
        }
    }
}
