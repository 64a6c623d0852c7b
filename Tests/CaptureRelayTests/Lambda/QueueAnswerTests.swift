import JSON
import Lambda
import Relay
import Testing

@testable import CaptureRelay

@Suite struct QueueAnswerTests {
    private typealias Message = TriggerEvent.Message

    @Test func `Nothing failed is an empty list`() async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        let event = TriggerEvent.queue([Message("m-1", "a"), Message("m-2", body: TriggerEvent.test)])
        #expect(try await rig.failedMessages(event) == [])
        #expect(rig.ids == ["a-0"])
    }

    @Test func `Only the messages that failed come again`() async throws {
        let rig = try TriggerRig()
        for key in ["a", "b", "c"] { try rig.put(key) }
        let event = TriggerEvent.queue([
            Message("m-1", "a"), Message("m-2", "gone"), Message("m-3", body: "no event"), Message("m-4", "b", "gone"),
            Message("m-5", "%"), Message("m-6", "c"), Message("m-\"7\"", "gone"),
        ])
        #expect(try await rig.failedMessages(event) == ["m-2", "m-3", "m-4", "m-5", "m-\"7\""])
        #expect(rig.ids == ["a-0", "b-0", "c-0"])
    }

    @Test func `All failed is a list of all and no error`() async throws {
        let rig = try TriggerRig()
        let event = TriggerEvent.queue([Message("m-1", "a"), Message("m-2", "b")])
        #expect(try await rig.failedMessages(event) == ["m-1", "m-2"])
    }

    @Test func `A sink that fails fails every message`() async throws {
        let rig = try TriggerRig()
        rig.rowsFile = "missing/rows.jsonl"
        for key in ["a", "b"] { try rig.put(key) }
        let event = TriggerEvent.queue([Message("m-1", "a"), Message("m-2", "b")])
        #expect(try await rig.failedMessages(event) == ["m-1", "m-2"])
    }

    @Test func `Messages that were not begun in time come again`() async throws {
        let rig = try TriggerRig(["RELAY_DEADLINE_MARGIN": "10"])
        rig.secondsToOpen = 20
        for key in ["a", "b", "c", "d"] { try rig.put(key) }
        let event = TriggerEvent.queue([
            Message("m-1", "a"), Message("m-2", "b", "c"), Message("m-3", "d"), Message("m-4", body: TriggerEvent.test),
        ])
        #expect(try await rig.failedMessages(event, seconds: 50) == ["m-2", "m-3"])
        #expect(rig.stores.map(\.opened) == [["a", "b"]])
        #expect(rig.ids == ["a-0", "b-0"])
    }

    @Test(arguments: [nil, ""] as [String?])
    func `A failed message without an id fails the batch`(id: String?) async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        let event = TriggerEvent.queue([Message("m-1", "a"), Message(id, "gone")])
        let error = try await rig.failure(event)
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.contains("has no id"))
        #expect(error.message.contains("s3://captures/gone"))
    }

    @Test func `A delivered message without an id is none to speak of`() async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        #expect(try await rig.failedMessages(TriggerEvent.queue([Message(nil, "a"), Message("m-2", "b")])) == ["m-2"])
    }

    @Test func `Where lists are not read, one failure is an error`() async throws {
        let rig = try TriggerRig(["RELAY_SQS_FAILURES": "error"])
        try rig.put("a")
        let error = try await rig.failure(TriggerEvent.queue([Message("m-1", "a"), Message("m-2", "gone")]))
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.contains("s3://captures/gone"))
        #expect(try await rig.failedMessages(TriggerEvent.queue([Message("m-1", "a")])) == [])
    }

    @Test func `A message with an object that is no captures is done with`() async throws {
        let rig = try TriggerRig()
        try rig.put("a", text: #"["a.csv.out"]"#)
        #expect(try await rig.failedMessages(TriggerEvent.queue([Message("m-1", "a")])) == [])
        #expect(rig.reports.map(\.skipped) == [1])
    }
}
