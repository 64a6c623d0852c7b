import AWS
import HTTP
import Relay
import Synchronization
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct QueueFeedTests {
    private let rig = BackfillRig()
    private let arguments = ["--queue", BackfillRig.queue]

    private func keys(_ range: Range<Int>) -> [String] { range.map { "in/\(1000 + $0)" } }

    @Test func `Each object is sent once, ten at a time, across pages`() async throws {
        #expect(try await rig.run(arguments, MemoryList(BackfillRig.pages(57))) == .success)
        let batches = rig.sent.value
        #expect(batches.map(\.count).sorted() == [7, 10, 10, 10, 10, 10])
        #expect(batches.flatMap { $0 }.sorted() == keys(0..<57))
        #expect(rig.words.contains("57 objects were sent to \(BackfillRig.queue)."))
        #expect(!rig.words.contains("--after"))
        #expect(rig.output.value.isEmpty)
    }

    @Test func `A list of nothing sends nothing`() async throws {
        #expect(try await rig.run(arguments, MemoryList([[], []])) == .success)
        #expect(rig.words.contains("0 objects listed.") && rig.words.contains("0 objects were sent"))
    }

    @Test func `A rate is kept`() async throws {
        #expect(try await rig.run(arguments + ["--rate", "20"], MemoryList(BackfillRig.pages(50))) == .success)
        #expect(rig.waiting.waits == Array(repeating: .milliseconds(500), count: 4))
    }

    @Test func `A slow rate sends smaller batches`() async throws {
        #expect(try await rig.run(arguments + ["--rate", "2"], MemoryList(BackfillRig.pages(6))) == .success)
        #expect(rig.sent.value.map(\.count) == [2, 2, 2])
        #expect(rig.waiting.waits == [.seconds(1), .seconds(1)])
    }

    @Test func `What fails ends with 4, says why, and the flag to go on with`() async throws {
        let denied = try BackfillRig.denied()
        let code = try await rig.run(arguments, MemoryList(BackfillRig.pages(100))) { keys throws(QueueError) in
            if keys.contains("in/1033") { throw denied }
        }
        #expect(code == .undelivered)
        #expect(rig.words.contains("grant sqs:SendMessage on it"))
        #expect(rig.words.contains("give the same command with --after='in/1029'"))
        let sent = Set(rig.sent.value.flatMap { $0 })
        #expect(sent.isSuperset(of: keys(0..<30)))
        #expect(sent.isDisjoint(with: keys(30..<40)))
    }

    @Test func `A failure of the first batch goes on from the beginning, or from the key that was named`() async throws
    {
        let denied = try BackfillRig.denied()
        let list = { MemoryList(BackfillRig.pages(10)) }
        _ = try await rig.run(arguments, list()) { _ throws(QueueError) in throw denied }
        #expect(rig.words.contains("To go on, give the same command again."))
        let second = BackfillRig()
        _ = try await second.run(arguments + ["--after", "in/0"], list()) { _ throws(QueueError) in throw denied }
        #expect(second.words.contains("with --after='in/0'"))
    }

    @Test func `An interruption lets what is on its way come to its end, and says the flag to go on with`() async throws
    {
        let rig = rig
        let code = try await rig.run(arguments, MemoryList(BackfillRig.pages(500))) { keys throws(QueueError) in
            if keys.contains("in/1105") { rig.isInterrupted.value = true }
        }
        #expect(code == .interrupted)
        let sent = rig.sent.value.flatMap { $0 }.sorted()
        #expect(sent == keys(0..<sent.count))
        #expect((110..<300).contains(sent.count))
        #expect(rig.words.contains("\(sent.count) objects were sent"))
        #expect(rig.words.contains("--after='\(sent.last ?? "")'"))
    }

    @Test func `An interruption while it waits for its pace sends no more`() async throws {
        let rig = rig
        let code = try await rig.run(arguments + ["--rate=1"], MemoryList(BackfillRig.pages(50))) {
            keys throws(QueueError) in
            if keys == ["in/1002"] { rig.isInterrupted.value = true }
        }
        #expect(code == .interrupted)
        #expect(rig.sent.value.count <= 1 + 8)
        #expect(rig.words.contains("--after='\(rig.sent.value.last?.last ?? "")'"))
    }

    @Test func `An interruption that ends the attempts at a batch is no failure, and what they came to is told once`()
        async throws
    {
        let rig = rig
        let denied = try BackfillRig.denied()
        let code = try await rig.run(arguments, MemoryList(BackfillRig.pages(35))) { _ throws(QueueError) in
            rig.isInterrupted.value = true
            throw denied
        }
        #expect(code == .interrupted)
        #expect(rig.messages.value.count { $0.contains("error: no message can be sent to the queue") } == 1)
        #expect(rig.words.contains("To go on, give the same command again."))
    }

    @Test func `A list that breaks off says what was sent, and the flag to go on with`() async throws {
        let error = FetchError.s3("s3://bucket/in/ cannot be listed: it broke", isTemporary: true)
        let code = try await rig.run(arguments, MemoryList(BackfillRig.pages(60, of: 30), error: error))
        #expect(code == .undelivered)
        #expect(rig.words.contains("error: s3://bucket/in/ cannot be listed: it broke"))
        let sent = rig.sent.value.flatMap { $0 }.sorted()
        #expect(rig.words.contains("--after='\(sent.last ?? "")'"))
    }

    @Test func `At a slow rate a failure is heeded before many more batches go`() async throws {
        let denied = try BackfillRig.denied()
        let tried = Shared(0)
        var rig = rig
        rig.slowWaiting = Yielding()
        let code = try await rig.run(arguments + ["--rate", "5"], MemoryList(BackfillRig.pages(100))) {
            _ throws(QueueError) in
            tried.change { $0 += 1 }
            throw denied
        }
        #expect(code == .undelivered)
        #expect(tried.value < 8)
    }

    @Test func `From time to time it says how far it is, for whoever is killed`() async throws {
        #expect(try await rig.run(arguments + ["--rate", "5"], MemoryList(BackfillRig.pages(100))) == .success)
        let told = rig.messages.value.filter { $0.contains("objects sent so far; to go on behind them: --after='in/") }
        #expect((1...2).contains(told.count))
    }

    @Test func `Eight batches are on their way at once at most`() async throws {
        let flights = Shared((now: 0, most: 0))
        #expect(
            try await rig.run(arguments, MemoryList(BackfillRig.pages(1000, of: 1000))) { _ throws(QueueError) in
                flights.change { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                for _ in 0..<20 { await Task.yield() }
                flights.change { $0.now -= 1 }
            } == .success)
        #expect((2...8).contains(flights.value.most))
    }

    @Test func `A key that no event can carry is told, and the others are sent`() async throws {
        let odd = ListedObject(ObjectReference(bucket: "bucket", key: "in/\u{0}", size: 1), modified: 0)
        #expect(try await rig.run(arguments, MemoryList([[odd]] + BackfillRig.pages(3))) == .undelivered)
        #expect(rig.sent.value.flatMap { $0 }.count == 3)
        #expect(rig.words.contains("the first is s3://bucket/in/\\x00"))
    }

    @Test func `What is not wanted is passed by, also by the point to go on from`() async throws {
        let error = FetchError.s3("it broke", isTemporary: true)
        let code = try await rig.run(
            arguments + ["--from", "2026-01-01"], MemoryList(BackfillRig.pages(50), error: error))
        #expect(code == .undelivered)
        #expect(rig.sent.value.isEmpty)
        #expect(rig.words.contains("50 objects listed: 50 outside of --from and --to"))
        #expect(rig.words.contains("--after='in/1049'"))
    }
}

/// Waits until others had their turn.
private struct Yielding: Waiting {
    var now: ContinuousClock.Instant { .now }

    func wait(_ duration: Duration) async -> Bool {
        for _ in 0..<200 { await Task.yield() }
        return true
    }
}
