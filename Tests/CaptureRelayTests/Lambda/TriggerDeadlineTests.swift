import AWS
import Lambda
import Relay
import TestSupport
import Testing

@testable import CaptureRelay

/// When an invocation takes on no more.
@Suite struct TriggerDeadlineTests {
    @Test(
        arguments: [
            (nil, 60, 55), (nil, 25, 20), (nil, 20, 16), (nil, 10, 8), (nil, 900, 895), ("0", 60, 60), ("20", 60, 40),
        ] as [(String?, Int, Int)])
    func `The margin is taken off the time there is`(margin: String?, seconds: Int, expected: Int) async throws {
        let rig = try TriggerRig(margin.map { ["RELAY_DEADLINE_MARGIN": $0] } ?? [:])
        let began = rig.clock.now
        _ = await rig.answer(TriggerEvent.notification(["a"]), seconds: seconds)
        #expect(rig.plans.map(\.readsUntil) == [began + .seconds(expected)])
        #expect(rig.plans.allSatisfy { $0.readsUntil <= $0.deliversUntil && $0.deliversUntil <= $0.keepsUntil })
        #expect(rig.plans.allSatisfy { $0.keepsUntil <= began + .seconds(seconds) })
        #expect(rig.traces == ["trace"])
        #expect(rig.log.messages(with: "leaves no time").isEmpty)
    }

    @Test func `A margin that leaves no time is told`() async throws {
        let rig = try TriggerRig(["RELAY_DEADLINE_MARGIN": "30"])
        try rig.put("a")
        let error = try await rig.failure(TriggerEvent.notification(["a"]), seconds: 30)
        #expect(error.message.contains("no time was left to begin it"))
        #expect(rig.log.messages(with: "RELAY_DEADLINE_MARGIN leaves no time").count == 1)
        #expect(rig.ids.isEmpty)
    }

    @Test func `What is over already is not begun`() async throws {
        let rig = try TriggerRig()
        try rig.put("a")
        let error = try await rig.failure(TriggerEvent.notification(["a"]), seconds: -10)
        #expect(error.message.contains("no time was left to begin it"))
        #expect(rig.stores.map(\.opened) == [[]])
    }

    @Test func `Each invocation has a time of its own`() async throws {
        let rig = try TriggerRig()
        rig.secondsToOpen = 30
        for key in ["a", "b"] { try rig.put(key) }
        _ = try await rig.success(TriggerEvent.notification(["a"]))
        _ = try await rig.success(TriggerEvent.notification(["b"]))
        #expect(rig.ids == ["a-0", "b-0"])
    }
}
