import JSON
import Lambda
import Relay
import Testing

@testable import CaptureRelay

@Suite struct BatchOperationsAnswerTests {
    /// The results of a job's tasks, whose answer must be of the right form.
    private static func results(
        _ rig: TriggerRig,
        _ tasks: [(id: String?, key: String)],
        version: String = "1.0",
        seconds: Int = 60
    ) async throws -> [(id: String?, code: String?, words: String)] {
        let answer = try await rig.success(TriggerEvent.batch(version: version, tasks), seconds: seconds)
        #expect(
            answer.members?.map(\.key)
                == ["invocationSchemaVersion", "treatMissingKeysAs", "invocationId", "results"])
        #expect(answer["invocationSchemaVersion"]?.string == version)
        #expect(answer["treatMissingKeysAs"]?.string == "PermanentFailure")
        #expect(answer["invocationId"]?.string == "invocation \"1\"")
        return try #require(answer["results"]?.elements).map { result in
            #expect(result.members?.map(\.key) == ["taskId", "resultCode", "resultString"])
            return (result["taskId"]?.string, result["resultCode"]?.string, result["resultString"]?.string ?? "")
        }
    }

    @Test(arguments: ["1.0", "2.0"])
    func `Each task has its result`(version: String) async throws {
        let rig = try TriggerRig()
        try rig.put("a", lines: 2)
        try rig.put("manifest", text: #"["a.csv.out"]"#)
        let tasks = [("t1", "a"), ("t2", "gone"), ("t3", "%"), ("t4", "manifest"), ("t5", "folder/")]
        let results = try await Self.results(rig, tasks, version: version)
        #expect(results.map(\.id) == ["t1", "t2", "t3", "t4", "t5"])
        #expect(
            results.map(\.code)
                == ["Succeeded", "PermanentFailure", "PermanentFailure", "Succeeded", "Succeeded"])
        #expect(results[0].words == "1 object: 1 delivered; 2 lines: 2 delivered; 2 rows: 2 accepted")
        #expect(results[1].words.contains("s3://captures/gone is not there"))
        #expect(results[2].words.contains("the key has a %"))
        #expect(results[3].words.contains("manifest"))
        #expect(results[4].words.contains("folder marker"))
        #expect(rig.ids == ["a-0", "a-1"])
    }

    @Test func `A sink that fails is worth another try`() async throws {
        let rig = try TriggerRig()
        rig.rowsFile = "missing/rows.jsonl"
        try rig.put("a")
        let results = try await Self.results(rig, [("t1", "a"), ("t2", "gone")])
        #expect(results.map(\.code) == ["TemporaryFailure", "PermanentFailure"])
        #expect(results[0].words.contains("RELAY_FILE"))
    }

    @Test func `Tasks for which there was no time are worth another try`() async throws {
        let rig = try TriggerRig()
        rig.secondsToOpen = 60
        for key in ["a", "b"] { try rig.put(key) }
        let results = try await Self.results(rig, [("t1", "a"), ("t2", "b")], seconds: 63)
        #expect(results.map(\.code) == ["Succeeded", "TemporaryFailure"])
        #expect(results[1].words.contains("no time was left"))
    }

    @Test func `A task without an id fails them all`() async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        let error = try await rig.failure(TriggerEvent.batch([("t1", "a"), (nil, "gone")]))
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.contains("no id"))
    }

    @Test func `One failure that is not temporary makes the task's one permanent`() {
        for (temporary, code) in [([true, true], "TemporaryFailure"), ([true, false], "PermanentFailure")] {
            var report = Report()
            report.add(ObjectReport(uri: "s3://b/done", outcome: .delivered))
            for isTemporary in temporary {
                var object = ObjectReport(uri: "s3://b/k", outcome: .failed, reason: "\u{1}\"because\"")
                object.isTemporary = isTemporary
                report.add(object)
            }
            let part = PartOutcome(of: Part(id: "t"), report)
            let answer = BatchOperationsAnswer(schemaVersion: "1.0", invocationID: "i").answer([part], report)
            guard case .success(let bytes) = answer else { return #expect(Bool(false)) }
            let json = try? JSONValue(parsing: String(decoding: bytes, as: UTF8.self))
            #expect(json?["results"]?.elements?.first?["resultCode"]?.string == code)
            #expect(json?["results"]?.elements?.first?["resultString"]?.string?.contains("\u{1}\"because\"") == true)
        }
    }
}
