import Synchronization
import Testing

@testable import Relay

/// One run at a time works on an object, and goes on where the last one ended.
@Suite struct ProgressKeeperTests {
    private static let object = ObjectReference(bucket: "captures", key: "a.jsonl", versionID: "v1", etag: "e1")
    private static let start = 1_800_000_000

    private let shelf: MemoryShelf
    private let clock = Clock()

    init() {
        shelf = MemoryShelf()
    }

    private final class Clock: Sendable {
        private let seconds = Mutex(ProgressKeeperTests.start)
        var now: Int { seconds.withLock { $0 } }
        func pass(_ count: Int) { seconds.withLock { $0 += count } }
    }

    private func keeper(
        until end: Int? = nil, holder: String? = nil, dead: String? = nil, startsAgain: Bool = false,
        identity: String = "a", version: String = "v1"
    ) -> ProgressKeeper {
        var settings = ProgressSettings(shelf: shelf, identity: identity)
        settings.now = { [clock] in clock.now }
        settings.runEndsAt = end.map { clock.now + $0 }
        settings.holder = holder
        settings.hasEnded = { $0 == "elsewhere" ? nil : $0 == dead }
        settings.startsAgain = startsAgain
        return ProgressKeeper(settings, Self.object, version: version)
    }

    private static func record(at offset: Int, isDone: Bool = false) -> ProgressRecord {
        var record = ProgressRecord()
        record.position = Position(offset: offset)
        record.isDone = isDone
        return record
    }

    private var kept: ProgressRecord? { shelf.documents.values.first.flatMap { ProgressRecord($0) } }

    @Test func `what one run saved the next one finds`() async throws {
        var first = keeper()
        #expect(try await first.acquire() == ProgressRecord())
        try await first.save(Self.record(at: 10), isLast: false)
        try await first.save(Self.record(at: 20), isLast: true)
        var second = keeper()
        #expect(try await second.acquire().position == Position(offset: 20))
        #expect(kept?.lease?.end == Self.start + 90)
    }

    @Test func `while one run has the lease another one is refused`() async throws {
        var first = keeper(until: 300)
        _ = try await first.acquire()
        var second = keeper()
        let end = Self.start + 300
        await #expect(throws: ProgressError.held(until: end)) { _ = try await second.acquire() }
        clock.pass(299)
        await #expect(throws: ProgressError.held(until: end)) { _ = try await second.acquire() }
        clock.pass(1)
        #expect(try await second.acquire().position == .start)
        await #expect(throws: ProgressError.lost) { try await first.save(Self.record(at: 5), isLast: false) }
        #expect(kept?.position == .start)
        #expect(ProgressError.held(until: end).isTemporary && ProgressError.lost.isTemporary)
    }

    @Test(arguments: [("me", "me", true), ("me", nil, false), ("elsewhere", "me", false)] as [(String, String?, Bool)])
    func `the lease of a process that has ended is free`(holder: String, dead: String?, isFree: Bool) async throws {
        var first = keeper(holder: holder)
        _ = try await first.acquire()
        try await first.save(Self.record(at: 7), isLast: false)
        var second = keeper(dead: dead)
        let found = try? await second.acquire()
        #expect(found?.position == (isFree ? Position(offset: 7) : nil))
    }

    @Test func `a lease without a deadline ages and is renewed with what is saved`() async throws {
        var first = keeper()
        _ = try await first.acquire()
        clock.pass(30)
        #expect(!first.isLeaseAging)
        clock.pass(1)
        #expect(first.isLeaseAging)
        try await first.save(Self.record(at: 1), isLast: false)
        #expect(!first.isLeaseAging)
        #expect(kept?.lease?.end == Self.start + 31 + 90)
        clock.pass(89)
        #expect(!first.hasLeaseLapsed)
        clock.pass(1)
        #expect(first.hasLeaseLapsed)
        var bounded = keeper(until: 10, version: "v2")
        _ = try await bounded.acquire()
        clock.pass(9)
        #expect(!bounded.isLeaseAging)
    }

    @Test func `an object that is done is not leased, unless it is sent again`() async throws {
        var first = keeper()
        _ = try await first.acquire()
        try await first.save(Self.record(at: 9, isDone: true), isLast: true)
        let writes = shelf.writes.count
        var second = keeper()
        #expect(try await second.acquire().isDone)
        #expect(shelf.writes.count == writes)
        var third = keeper(startsAgain: true)
        #expect(try await third.acquire() == ProgressRecord())
        #expect(kept?.lease != nil && kept?.isDone == false)
    }

    @Test func `who starts again waits for the lease too`() async throws {
        var first = keeper()
        _ = try await first.acquire()
        var second = keeper(startsAgain: true)
        await #expect(throws: ProgressError.held(until: Self.start + 90)) { _ = try await second.acquire() }
    }

    @Test func `progress counts for thirty days`() async throws {
        var first = keeper()
        _ = try await first.acquire()
        try await first.save(Self.record(at: 9), isLast: true)
        clock.pass(30 * 86_400)
        var second = keeper()
        #expect(try await second.acquire().position == Position(offset: 9))
        clock.pass(30 * 86_400 + 1)
        var third = keeper()
        #expect(try await third.acquire() == ProgressRecord())
    }

    @Test func `progress under another identity or of another content does not count`() async throws {
        var first = keeper()
        _ = try await first.acquire()
        try await first.save(Self.record(at: 9), isLast: true)
        for var other in [keeper(identity: "b"), keeper(version: "v2")] {
            #expect(try await other.acquire() == ProgressRecord())
        }
        #expect(shelf.documents.count == 3)
    }

    @Test(arguments: [
        "", "no JSON", "{}", #"{"captureRelay":"progress/2","position":{"offset":5,"row":0},"lines":{},"time":1}"#,
        #"{"captureRelay":"progress/1","position":{"offset":-5,"row":0},"lines":{},"time":1900000000}"#,
        #"{"captureRelay":"progress/1","position":{"offset":5},"lines":{},"time":1900000000}"#,
    ])
    func `a document that is none of ours or of a later version is begun anew`(text: String) async throws {
        let name = ProgressKeeper.name(Self.object, version: "v1", identity: "a")
        _ = try await shelf.write(Array(text.utf8), to: name, if: .always)
        var keeper = keeper()
        #expect(try await keeper.acquire() == ProgressRecord())
        #expect(kept?.lease?.end == Self.start + 90)
        #expect(keeper.warning?.hasSuffix("; all of s3://captures/a.jsonl is sent again") == true)
    }

    @Test func `of two that come at once one has the lease`() async throws {
        for _ in 0..<50 {
            let rig = ProgressKeeperTests()
            let won = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var keeper = rig.keeper(until: 100)
                        do throws(ProgressError) { _ = try await keeper.acquire() } catch {
                            #expect(error == .held(until: Self.start + 100))
                            return false
                        }
                        return true
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(won == 1)
            #expect(rig.shelf.writes.count == 1)
        }
    }

    @Test(arguments: [ShelfError.Kind.temporary, .lasting])
    func `a shelf that fails is told of`(kind: ShelfError.Kind) async throws {
        let error = ShelfError(kind, "the shelf broke")
        shelf.error = error
        var first = keeper()
        await #expect(throws: ProgressError.shelf(error)) { _ = try await first.acquire() }
        shelf.error = nil
        _ = try await first.acquire()
        shelf.error = error
        await #expect(throws: ProgressError.shelf(error)) { try await first.save(Self.record(at: 1), isLast: false) }
        #expect(ProgressError.shelf(error).isTemporary == (kind == .temporary))
        shelf.error = nil
        try await first.save(Self.record(at: 2), isLast: false)
    }

    @Test func `two runs never write the same bytes`() async throws {
        var documents: Set<[UInt8]> = []
        for _ in 0..<3 {
            var keeper = keeper()
            _ = try await keeper.acquire()
            try await keeper.save(Self.record(at: 3), isLast: true)
        }
        for write in shelf.writes { documents.insert(write.bytes) }
        #expect(documents.count == 6)
    }
}
