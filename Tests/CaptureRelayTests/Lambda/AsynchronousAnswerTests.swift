import Foundation
import JSON
import Lambda
import Relay
import Testing

@testable import CaptureRelay

@Suite struct AsynchronousAnswerTests {
    @Test func `What was delivered is answered with the summary`() async throws {
        let rig = try TriggerRig()
        try rig.put("a", lines: 3)
        try rig.put("b")
        let summary = try await rig.success(TriggerEvent.notification(["a", "b"]))
        #expect(summary["objects"] == .number("2"))
        #expect(summary["delivered"] == .number("4"))
        #expect(rig.ids == ["a-0", "a-1", "a-2", "b-0"])
        #expect(rig.log.messages(with: "2 objects: 2 delivered").count == 1)
    }

    @Test func `A failure is an error that names it, and the rest is delivered all the same`() async throws {
        let rig = try TriggerRig()
        try rig.put("b")
        let error = try await rig.failure(TriggerEvent.notification(["a", "b", "%"]))
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.hasPrefix("2 of 3 not delivered: "))
        #expect(error.message.contains("s3://captures/a is not there"))
        #expect(error.message.contains("s3://captures/%: the key has a %"))
        #expect(rig.ids == ["b-0"])
    }

    @Test func `Time that is short is an error too`() async throws {
        let rig = try TriggerRig()
        rig.secondsToOpen = 20
        for key in ["a", "b", "c"] { try rig.put(key) }
        let error = try await rig.failure(TriggerEvent.notification(["a", "b", "c"]), seconds: 21)
        #expect(error.type == "Function.NotDelivered")
        #expect(error.message.contains("s3://captures/b: no time was left to begin it"))
    }

    @Test(arguments: [TriggerEvent.test, TriggerEvent.notification(["a/"])])
    func `An event with nothing to do is a success`(event: String) async throws {
        let rig = try TriggerRig()
        let summary = try await rig.success(event)
        #expect(summary["skipped"] == .number("1"))
        #expect(rig.ids.isEmpty)
    }

    @Test func `A continuation message is answered like the event of S3`() async throws {
        let rig = try TriggerRig()
        let event = #"{"captureRelay":"continue/1","object":{"bucket":"captures","key":"a"}}"#
        #expect(try await rig.failure(event).type == "Function.NotDelivered")
        try rig.put("a")
        #expect(try await rig.success(event)["delivered"] == .number("1"))
    }

    @Test(arguments: [
        (#"{"hello":1}"#, "the key 'hello'"), ("no json", "not JSON"), ("", "not JSON"), ("[]", "nothing is announced"),
        (#"{"Key":"a"}"#, "ItemSelector"), (#"{"Records":[]}"#, "empty"),
    ])
    func `An event that cannot be read says so`(event: String, words: String) async throws {
        let rig = try TriggerRig()
        let error = try await rig.failure(event)
        #expect(error.type == "Function.EventUnreadable")
        #expect(error.message.contains(words))
        #expect(rig.log.lines.first?.level == .error)
        #expect(rig.reports.map(\.failed) == [1])
        #expect(rig.stores.isEmpty)
    }

    @Test(arguments: [3, 40, 200])
    func `A message names the first failures and counts the others`(count: Int) async throws {
        let rig = try TriggerRig()
        let keys = (1...count).map { "\($0)" + String(repeating: "k", count: 90) }
        let message = try await rig.failure(TriggerEvent.notification(keys)).message
        #expect(message.count <= 1000)
        #expect(message.hasPrefix("\(count) of \(count) not delivered: s3://captures/1k"))
        let told = message.components(separatedBy: "is not there").count - 1
        #expect(message.hasSuffix("; and \(count - told) more") == (told < count))
        #expect(told == count || told > 1)
    }

    @Test func `What to do about the only failure is told whole`() {
        var report = Report()
        let denied = "access is denied (AccessDenied: \(String(repeating: "arn ", count: 150))); grant s3:GetObject"
        report.add(ObjectReport(uri: "s3://captures/a", outcome: .failed, reason: denied))
        #expect(report.failures == "1 of 1 not delivered: s3://captures/a: \(denied)")
    }

    @Test func `Metrics are kept once for each invocation`() async throws {
        let rig = try TriggerRig()
        rig.secondsToOpen = 3
        try rig.put("a")
        _ = await rig.answer(TriggerEvent.notification(["a"]))
        _ = await rig.answer(TriggerEvent.notification(["a", "b"]))
        #expect(rig.reports.map(\.objects) == [1, 2])
        #expect(rig.reports.map(\.failed) == [0, 1])
        #expect(rig.durations == [.seconds(3), .seconds(6)])
    }
}
