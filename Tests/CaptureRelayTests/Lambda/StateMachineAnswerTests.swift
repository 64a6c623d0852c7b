import JSON
import Lambda
import Relay
import Testing

@testable import CaptureRelay

@Suite struct StateMachineAnswerTests {
    @Test func `What was delivered is answered with the summary`() async throws {
        let rig = try TriggerRig()
        for key in ["a", "b"] { try rig.put(key) }
        let summary = try await rig.success(TriggerEvent.items(["a", "b"]))
        #expect(summary["accepted"] == .number("2"))
        #expect(summary["objectsDetail"]?.elements?.count == 2)
    }

    @Test func `What was not delivered is an error of its own type`() async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        let error = try await rig.failure(TriggerEvent.items(["a", "gone"]))
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.contains("s3://captures/gone is not there"))
    }

    @Test func `Time alone is another type`() async throws {
        let rig = try TriggerRig()
        rig.secondsToOpen = 60
        for key in ["a", "b"] { try rig.put(key) }
        #expect(try await rig.failure(TriggerEvent.items(["a", "b"]), seconds: 63).type == "Function.OutOfTime")
        #expect(try await rig.failure(TriggerEvent.items(["gone", "b"]), seconds: 63).type == "Function.NotDelivered")
    }

    @Test(
        arguments: [
            ([.interrupted], "Function.Interrupted"), ([.interrupted, .outOfTime], "Function.Interrupted"),
            ([.outOfTime], "Function.OutOfTime"), ([.interrupted, nil], "Function.NotDelivered"),
            ([nil], "Function.NotDelivered"),
        ] as [([Stop?], String)])
    func `The type tells what alone kept it from being delivered`(stops: [Stop?], type: String) {
        var report = Report()
        report.add(ObjectReport(uri: "s3://b/done", outcome: .delivered))
        for stop in stops {
            var object = ObjectReport(uri: "s3://b/k", outcome: .partial, reason: "because")
            object.stop = stop
            object.isTemporary = true
            report.add(object)
        }
        let answer = StateMachineAnswer().answer([], report)
        guard case .failure(let error) = answer else { return #expect(Bool(false)) }
        #expect(error.type == type)
        #expect(error.message.contains("s3://b/k: because"))
    }
}
