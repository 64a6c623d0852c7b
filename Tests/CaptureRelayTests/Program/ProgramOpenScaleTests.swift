import Foundation
import JSON
import Testing

/// The worked example in `events/breast-cancer`, and names in the script of another language.
@Suite struct ProgramOpenScaleTests {
    /// Runs the program without sending anything; the last request's body.
    private static func body(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> String {
        let ending = try await Program.run(
            ["replay", "--dry-run"] + arguments, environment, in: Program.repository)
        #expect(ending.code == 0, "\(ending.messages)")
        return ending.lines.last ?? ""
    }

    @Test(arguments: [
        ("captures", "v1", "payload-v1"), ("captures", "v2", "payload-v2"), ("labels", "v1", "feedback-v1"),
        ("labels", "v2", "feedback-v2"),
    ])
    func `The worked example becomes the bodies beside it`(event: String, version: String, expected: String)
        async throws
    {
        let folder = "events/breast-cancer"
        let body = try await Self.body(["--env-file", "\(folder)/\(version).env", "\(folder)/\(event).json"])
        let file = try Data(contentsOf: Program.repository.appending(path: "\(folder)/expected/\(expected).json"))
        let sent = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? NSObject
        #expect(try sent == JSONSerialization.jsonObject(with: file) as? NSObject)
    }

    @Test func `Hangul survives from the key of an object to the body`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let key = "유방암/캡처/AllTraffic/2026/11/20/08/00-00-000-a.jsonl"
        let object = folder.appending(path: "objects/captures/\(key)")
        try FileManager.default.createDirectory(
            at: object.deletingLastPathComponent(), withIntermediateDirectories: true)
        let line = """
            {"captureData":{"endpointInput":{"observedContentType":"application/json","mode":"INPUT","data":\
            "{\\"나이\\":42,\\"도시\\":\\"서울 \\\\uad11주 🙂\\"}","encoding":"JSON"},"endpointOutput":{\
            "observedContentType":"text/csv","mode":"OUTPUT","data":"양성","encoding":"CSV"}},"eventMetadata":\
            {"eventId":"사건-1","inferenceTime":"2026-11-20T08:00:00Z"},"eventVersion":"0"}

            """
        try Data(line.utf8).write(to: object)
        let encoded = try #require(key.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let event = folder.appending(path: "event.json")
        try Data(
            #"""
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"ap-northeast-2","eventName":"ObjectCreated:Put",
            "s3":{"bucket":{"name":"captures"},"object":{"key":"\#(encoded)"}}}]}
            """#.utf8
        ).write(to: event)
        let body = try await Self.body(
            [event.path],
            [
                "OPENSCALE_URL": "https://example.com", "OPENSCALE_API_KEY": "k", "OPENSCALE_INSTANCE_ID": "i",
                "OPENSCALE_DATA_SET_ID": "d", "CAPTURE_INPUT_COLUMNS": "나이,도시", "CAPTURE_OUTPUT_COLUMNS": "예측",
                "CAPTURE_METADATA_COLUMNS": "키=object.key",
            ])
        let record = try #require(JSONValue(parsing: body).elements?.first)
        #expect(record["request"]?["fields"] == .array([.string("나이"), .string("도시")]))
        #expect(record["request"]?["values"] == .array([.array([.number("42"), .string("서울 광주 🙂")])]))
        #expect(record["request"]?["meta"]?["values"] == .array([.array([.string(key)])]))
        #expect(record["response"]?["fields"] == .array([.string("예측")]))
        #expect(record["response"]?["values"] == .array([.array([.string("양성")])]))
    }
}
