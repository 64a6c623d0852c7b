import AWS
import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@testable import Relay

/// Batches are settled in any order, and what was reached is durable before a place in flight is free.
@Suite struct TrackerTests {
    private let progress = MemoryShelf()
    private let quarantine = MemoryShelf()
    private let object = ObjectReference(bucket: "captures", key: "a.jsonl", versionID: "v1")

    /// A batch of rows from lines of ten bytes, of which each has one row; a bad line comes before its end.
    private static func batch(_ index: Int, rows: Int = 2, badLines: Int = 0) -> Batch {
        var limits = Packer.Limits(rows: .max, bytes: 1 << 20)
        limits.keepsSources = true
        var packer = Packer(layout: .lines, limits: limits)
        packer.start = Position(offset: index * 100)
        var line = ByteBuffer()
        line.append("source")
        for row in 0..<rows {
            packer.beginLine(index * 10 + row + 1, at: index * 100 + row * 10, line.bytes, seconds: nil)
            packer.beginRow()
            packer.buffer.append("{}")
            packer.endRow(0, isLast: true)
        }
        var counts = LineCounts()
        counts.lines = (index + 1) * 2
        let record = #"{"bad":\#(index)}"# + "\n"
        return packer.take(
            end: Position(offset: index * 100 + 100), counts: counts,
            records: Array(String(repeating: record, count: badLines).utf8), recordedLines: badLines)
    }

    private static func outcome(accepted: [Range<Int>], refused: [Int] = [], isStopped: Bool = false) -> BatchOutcome {
        var outcome = BatchOutcome()
        outcome.accept(RowSelection(accepted))
        for row in refused { outcome.refuse(row, reason: "no \(row)") }
        if isStopped { outcome.stop = .init(reason: "stopped", hindrance: .passing) }
        return outcome
    }

    private func keeper(holder: String? = nil) async throws -> ProgressKeeper {
        var settings = ProgressSettings(shelf: progress, identity: "t")
        settings.holder = holder
        settings.hasEnded = { $0 == "dead" }
        var keeper = ProgressKeeper(settings, object, version: "v1")
        _ = try await keeper.acquire()
        return keeper
    }

    private func tracker(_ keeper: ProgressKeeper?, keepsQuarantine: Bool = true) -> Tracker {
        Tracker(
            object, ProgressRecord(), keeper: keeper,
            quarantine: keepsQuarantine ? QuarantineFile(shelf: quarantine, object: object) : nil,
            secure: { () throws(SinkError) in }, point: { _, _ in })
    }

    private var record: ProgressRecord? { progress.documents.values.first.flatMap { ProgressRecord($0) } }

    @Test(arguments: 0..<40) func `batches may end in any order, many at once`(seed: Int) async throws {
        var lot = SeededGenerator(seed: UInt64(seed))
        let order = (0..<12).shuffled(using: &lot)
        let tracker = try await tracker(keeper())
        var numbers: [Int] = []
        for index in 0..<12 { numbers.append(await tracker.open(Self.batch(index, badLines: index % 2))) }
        await withTaskGroup(of: Void.self) { group in
            for index in order {
                group.addTask { [numbers, progress] in
                    let batch = Self.batch(index, badLines: index % 2)
                    await tracker.settle(numbers[index], batch, Self.outcome(accepted: [0..<2]))
                    // What it says must be durable by now.
                    let kept = progress.documents.values.first.flatMap { ProgressRecord($0) }
                    let place = Position(offset: index * 100)
                    let isKept = kept.map { $0.position > place || $0.accepted.contains { $0.contains(place) } }
                    #expect(isKept == true)
                }
            }
        }
        #expect(record?.position == Position(offset: 1200))
        #expect(record?.accepted == [])
        await tracker.finish(isWhole: true)
        #expect(record?.isDone == true && record?.lease == nil)
        #expect(record?.delivered == 24)
        #expect(quarantine.fields.count == 6)
        // Several who wait are served by one save: never more saves than batches, besides the first and the last.
        #expect(progress.writes.count <= 14)
    }

    @Test(arguments: [ShelfError.Kind.temporary, .lasting, .conflict])
    func `a shelf of progress that fails frees all who wait`(kind: ShelfError.Kind) async throws {
        let tracker = try await tracker(keeper())
        var numbers: [Int] = []
        for index in 0..<8 { numbers.append(await tracker.open(Self.batch(index))) }
        progress.error = ShelfError(kind, "the shelf broke")
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask { [numbers] in
                    await tracker.settle(numbers[index], Self.batch(index), Self.outcome(accepted: [0..<2]))
                }
            }
        }
        progress.error = nil
        let writes = progress.writes.count
        await tracker.finish(isWhole: true)
        #expect(progress.writes.count == writes, "nothing is written any more")
        let failure = try #require(await tracker.failure)
        #expect(failure.isTemporary == (kind != .lasting))
        if kind == .conflict { #expect(failure.description.contains("another run took it over")) }
    }

    @Test func `a quarantine that fails leaves progress where it was`() async throws {
        let tracker = try await tracker(keeper())
        let good = await tracker.open(Self.batch(0))
        await tracker.settle(good, Self.batch(0), Self.outcome(accepted: [0..<2]))
        quarantine.error = MemoryShelf.error
        let bad = await tracker.open(Self.batch(1, badLines: 1))
        await tracker.settle(bad, Self.batch(1, badLines: 1), Self.outcome(accepted: [0..<1], refused: [1]))
        await tracker.finish(isWhole: true)
        #expect(record?.position == Position(offset: 100))
        #expect(record?.isDone == false)
        #expect(await tracker.lostLines == 2)
        #expect(await tracker.failure?.description.contains("could not be kept") == true)
    }

    @Test func `a line is not quarantined when the record of its first rows was lost`() async throws {
        // One line over two batches: the refused row is in the first one.
        let tracker = tracker(nil)
        func half(_ row: Int, isLast: Bool) -> Batch {
            var limits = Packer.Limits(rows: 1, bytes: 1 << 20)
            limits.keepsSources = true
            var packer = Packer(layout: .lines, limits: limits)
            packer.start = Position(offset: 0, row: row)
            var line = ByteBuffer()
            line.append(contentsOf: [UInt8](repeating: 0x61, count: row == 0 ? 2 << 20 : 1))
            packer.beginLine(1, at: 0, line.bytes, seconds: nil)
            packer.beginRow()
            packer.buffer.append("{}")
            packer.endRow(row, isLast: isLast)
            return packer.take(end: Position(offset: isLast ? 9 : 0, row: isLast ? 0 : 1), counts: LineCounts())
        }
        let numbers = [await tracker.open(half(0, isLast: false)), await tracker.open(half(1, isLast: true))]
        quarantine.error = MemoryShelf.error
        await tracker.settle(numbers[0], half(0, isLast: false), Self.outcome(accepted: [], refused: [0]))
        await tracker.settle(numbers[1], half(1, isLast: true), Self.outcome(accepted: [0..<1]))
        await tracker.finish(isWhole: true)
        #expect(await tracker.lostLines == 1)
    }

    @Test func `who lost the lease writes nothing more`() async throws {
        let tracker = try await tracker(keeper(holder: "dead"))
        let number = await tracker.open(Self.batch(0, badLines: 1))
        _ = try await keeper()
        let writes = progress.writes.count
        let before = quarantine.writes.count
        await tracker.settle(number, Self.batch(0), Self.outcome(accepted: [0..<2]))
        await tracker.finish(isWhole: false)
        #expect(progress.writes.count == writes)
        #expect(quarantine.writes.count == before)
        #expect(await tracker.failure?.isTemporary == true)
    }

    @Test func `without progress documents end at the same batch in whatever order batches end`() async throws {
        var names: Set<[String]> = []
        for seed in 0..<10 {
            let rig = TrackerTests()
            let tracker = rig.tracker(nil)
            var lot = SeededGenerator(seed: UInt64(seed))
            var numbers: [Int] = []
            for index in 0..<8 { numbers.append(await tracker.open(Self.batch(index, badLines: 60_000))) }
            for index in (0..<8).shuffled(using: &lot) {
                let batch = Self.batch(index, badLines: 60_000)
                await tracker.settle(numbers[index], batch, Self.outcome(accepted: [0..<2]))
            }
            await tracker.finish(isWhole: true)
            names.insert(rig.quarantine.documents.map { "\($0.key) \($0.value.count)" }.sorted())
            #expect(rig.quarantine.documents.count > 3)
        }
        #expect(names.count == 1)
    }

    /// A clock that goes on by what is waited, and lets others have their turn.
    private final class Clock: Waiting {
        private let seconds = Mutex(0)
        let now = ContinuousClock.now
        var passed: Int { seconds.withLock { $0 } }

        func wait(_ duration: Duration) async -> Bool {
            seconds.withLock { $0 += Int(duration.components.seconds) }
            await Task.yield()
            return true
        }
    }

    @Test func `the lease is renewed while the work goes on, until it has landed`() async throws {
        let clock = Clock()
        var settings = ProgressSettings(shelf: progress, identity: "t")
        settings.now = { 1_800_000_000 + clock.passed }
        var keeper = ProgressKeeper(settings, object, version: "v1")
        _ = try await keeper.acquire()
        let tracker = tracker(keeper)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await tracker.keepLease(clock) }
            while progress.writes.count < 4 { await Task.yield() }
            await tracker.land()
        }
        let ends = progress.writes.compactMap { ProgressRecord($0.bytes)?.lease?.end }
        for (last, next) in zip(ends, ends.dropFirst()) { #expect((31...40).contains(next - last)) }
        #expect(await tracker.failure == nil)
        let writes = progress.writes.count
        await tracker.finish(isWhole: true)
        #expect(progress.writes.count == writes + 1)
        #expect(record?.lease == nil)
    }

    @Test func `a run that slept past its lease does not write over what the next one keeps`() async throws {
        let clock = Clock()
        var settings = ProgressSettings(shelf: progress, identity: "t")
        settings.now = { 1_800_000_000 + clock.passed }
        var first = ProgressKeeper(settings, object, version: "v1")
        _ = try await first.acquire()
        let sleeper = tracker(first)
        let number = await sleeper.open(Self.batch(0, badLines: 1))
        _ = await clock.wait(.seconds(91))
        var second = ProgressKeeper(settings, object, version: "v1")
        _ = try await second.acquire()
        let name = QuarantineFile(shelf: quarantine, object: object)
        try await name.keep(Array("of the second run\n".utf8), from: .start, isWhole: true)
        await sleeper.settle(number, Self.batch(0, badLines: 1), Self.outcome(accepted: [0..<2]))
        await sleeper.finish(isWhole: true)
        #expect(quarantine.text == "of the second run\n")
        #expect(await sleeper.lostLines == 1)
        #expect(await sleeper.failure?.description.contains("took it over") == true)
    }
}
