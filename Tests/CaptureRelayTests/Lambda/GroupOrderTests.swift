import JSON
import Lambda
import Relay
import Testing

@testable import CaptureRelay

/// In a FIFO queue no message overtakes a failed one of its group.
@Suite struct GroupOrderTests {
    private typealias Message = TriggerEvent.Message

    private static func rig(_ environment: [String: String] = [:]) throws -> TriggerRig {
        let rig = try TriggerRig(environment)
        for key in ["a", "b", "c", "d"] { try rig.put(key) }
        return rig
    }

    @Test func `The later messages of a failed group are not relayed and come again`() async throws {
        let rig = try Self.rig()
        let messages = [
            Message("m-1", "a", group: "g"), Message("m-2", "gone", group: "g"), Message("m-3", "b", group: "h"),
            Message("m-4", "c", group: "g"), Message("m-5", body: TriggerEvent.test, group: "g"),
            Message("m-6", "d", group: "h"),
        ]
        #expect(try await rig.failedMessages(TriggerEvent.queue(messages, isFIFO: true)) == ["m-2", "m-4", "m-5"])
        #expect(rig.ids == ["a-0", "b-0", "d-0"])
        #expect(rig.stores.map(\.opened) == [["a", "gone", "b", "d"]])
        #expect(rig.log.messages(with: "SQS message m-4 is held back").count == 1)
        #expect(rig.reports.map(\.failed) == [2])
        #expect(rig.reports.map(\.failedTemporarily) == [1])
    }

    @Test func `In another queue groups keep no order`() async throws {
        let rig = try Self.rig()
        let messages = [Message("m-1", "gone", group: "g"), Message("m-2", "a", group: "g")]
        #expect(try await rig.failedMessages(TriggerEvent.queue(messages)) == ["m-1"])
        #expect(rig.ids == ["a-0"])
    }

    @Test func `After a failed message without a group all later ones come again`() async throws {
        let rig = try Self.rig()
        let messages = [
            Message("m-1", "a"), Message("m-2", "gone"), Message("m-3", "b", group: "h"), Message("m-4", "c"),
        ]
        #expect(try await rig.failedMessages(TriggerEvent.queue(messages, isFIFO: true)) == ["m-2", "m-3", "m-4"])
        #expect(rig.ids == ["a-0"])
    }

    @Test func `A message without a group waits for every group, and all wait for it`() async throws {
        let rig = try Self.rig()
        let messages = [
            Message("m-1", "gone", group: "g"), Message("m-2", "a", group: "h"), Message("m-3", "b"),
            Message("m-4", "c", group: "h"),
        ]
        #expect(try await rig.failedMessages(TriggerEvent.queue(messages, isFIFO: true)) == ["m-1", "m-3", "m-4"])
        #expect(rig.ids == ["a-0"])
    }

    @Test func `A message that cannot be read holds its group back`() async throws {
        let rig = try Self.rig()
        let messages = [
            Message("m-1", body: "no event", group: "g"), Message("m-2", "a", group: "g"),
            Message("m-3", "%", group: "g"), Message("m-4", "b", group: "h"),
        ]
        #expect(try await rig.failedMessages(TriggerEvent.queue(messages, isFIFO: true)) == ["m-1", "m-2", "m-3"])
        #expect(rig.ids == ["b-0"])
    }

    @Test func `Order is kept where failures are told by an error`() async throws {
        let rig = try Self.rig(["RELAY_SQS_FAILURES": "error"])
        let messages = [Message("m-1", "gone", group: "g"), Message("m-2", "a", group: "g")]
        let error = try await rig.failure(TriggerEvent.queue(messages, isFIFO: true))
        #expect(error.message.contains("s3://captures/a: held back"))
        #expect(rig.ids.isEmpty)
    }

    @Test func `Time that is short holds the group back`() async throws {
        let rig = try Self.rig()
        rig.secondsToOpen = 60
        let messages = [
            Message("m-1", "a", group: "g"), Message("m-2", "b", group: "h"),
            Message("m-3", body: TriggerEvent.test, group: "h"), Message("m-4", body: TriggerEvent.test, group: "g"),
        ]
        let event = TriggerEvent.queue(messages, isFIFO: true)
        #expect(try await rig.failedMessages(event, seconds: 63) == ["m-2", "m-3"])
    }
}
