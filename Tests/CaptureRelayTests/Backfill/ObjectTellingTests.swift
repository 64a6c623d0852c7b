import Relay
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct ObjectTellingTests {
    private let rig = BackfillRig()

    @Test func `Without a flag it tells what there is, and sends nothing`() async throws {
        #expect(try await rig.run([], MemoryList(BackfillRig.pages(57))) == .success)
        #expect(rig.words.contains("2025-03-01       57  285 B\n"))
        #expect(rig.words.contains("57 objects listed: 57 to relay.\n"))
        #expect(rig.words.contains("Nothing was sent. --queue URL sends"))
        #expect(rig.output.value.isEmpty && rig.sent.value.isEmpty)
    }

    @Test func `The table is told whatever the level of the log`() async throws {
        let console = Console(
            level: .error, showsProgress: false,
            output: { [messages = rig.messages] text in messages.value.append(text) })
        var ways = BackfillWays(list: MemoryList(BackfillRig.pages(1)), send: { _, _ in })
        ways.isInterrupted = { false }
        let backfill = Backfill(BackfillArguments(bucket: "bucket", prefix: "in/"), Settings(), console, ways)
        #expect(await backfill.run() == .success)
        #expect(rig.words.contains("2025-03-01        1    5 B\n"))
    }

    @Test func `The names of the objects go to standard output, one a line`() async throws {
        #expect(try await rig.run(["--keys"], MemoryList(BackfillRig.pages(3, of: 2))) == .success)
        #expect(rig.output.value == "s3://bucket/in/1000\ns3://bucket/in/1001\ns3://bucket/in/1002\n")
    }

    @Test func `A name that no line can hold is not printed, and is missed at the end`() async throws {
        var page = BackfillRig.pages(3)[0]
        page[1] = ListedObject(ObjectReference(bucket: "bucket", key: "in/a\ns3://other/b", size: 5), modified: 0)
        #expect(try await rig.run(["--keys"], MemoryList([page])) == .undelivered)
        #expect(rig.output.value == "s3://bucket/in/1000\ns3://bucket/in/1002\n")
        #expect(rig.words.contains("error: names with line breaks or control characters were not printed: 1\n"))
        #expect(rig.words.contains("3 objects listed: 3 to relay"))
    }

    @Test func `A list that cannot be read to its end is not told as if it were all`() async throws {
        let error = FetchError.s3("s3://bucket/in/ cannot be listed: it broke", isTemporary: true)
        #expect(try await rig.run([], MemoryList(BackfillRig.pages(5), error: error)) == .undelivered)
        #expect(rig.words.contains("error: s3://bucket/in/ cannot be listed: it broke\n"))
        #expect(rig.words.contains("This is not all"))
        rig.isInterrupted.value = true
        #expect(try await rig.run([], MemoryList(BackfillRig.pages(5))) == .interrupted)
    }

    @Test func `When standard output takes no more, it stops`() async throws {
        let console = rig.console
        var arguments = BackfillArguments(bucket: "bucket", prefix: "in/")
        arguments.way = .told(printsKeys: true)
        var ways = BackfillWays(list: MemoryList(BackfillRig.pages(100)), send: { _, _ in })
        ways.isInterrupted = { false }
        ways.output = { _ in false }
        #expect(await Backfill(arguments, Settings(), console, ways).run() == .undelivered)
        #expect(rig.words.contains("25 objects listed") && rig.words.contains("standard output takes no more"))
    }
}
