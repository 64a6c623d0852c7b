import Files
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import Relay

@Suite struct FolderShelfTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A shelf that waits by the clock: a process that another test starts holds each open lock until it is its own.
    private func shelf(_ name: String = "state", waiting: any Waiting = ClockWaiting()) -> FolderShelf {
        FolderShelf(folder: folder.path(name), setting: "RELAY_STATE_URL", waiting: waiting)
    }

    private func write(
        _ text: String, to name: String = "a.json", if condition: ShelfCondition = .always, on shelf: FolderShelf? = nil
    ) async -> (tag: String?, error: ShelfError?) {
        do throws(ShelfError) {
            return (try await (shelf ?? self.shelf()).write(Array(text.utf8), to: name, if: condition), nil)
        } catch {
            return (nil, error)
        }
    }

    @Test func `A document is kept as it was written, for its owner's eyes, and nothing else is left`() async throws {
        #expect(try await shelf().read("a.json") == nil)
        for text in ["one", "", "three"] {
            let tag = await write(text).tag
            let document = try await shelf().read("a.json")
            #expect(document?.bytes == Array(text.utf8))
            #expect(document?.tag == tag)
        }
        #expect(try folder.names(in: "state") == [".capture-relay.lock", "a.json"])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("state/a.json"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(shelf().place(of: "a.json") == folder.path("state/a.json"))
    }

    @Test func `A document is written under its condition only`() async {
        let first = await write("1", if: .absent).tag
        #expect(await write("2", if: .absent).error?.kind == .conflict)
        #expect(await write("2", if: .tag("other")).error?.kind == .conflict)
        #expect(await write("2", if: .tag(first ?? "")).tag != nil)
        #expect(await write("3", if: .tag(first ?? "")).error?.kind == .conflict)
        #expect(folder.text(of: "state/a.json") == "2")
        #expect(await write("3", to: "b.json", if: .tag(first ?? "")).error?.kind == .conflict)
    }

    @Test func `Of many who write at once one wins`() async throws {
        let shelf = shelf()
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<20 { group.addTask { await write("\(number)", if: .absent, on: shelf).tag != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1)
        // Each counts on from what it read; none is lost where a writer whose condition fails reads anew.
        _ = await write("0", to: "count", on: shelf)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    while let document = try? await shelf.read("count") {
                        let next = (Int(String(decoding: document.bytes, as: UTF8.self)) ?? 0) + 1
                        if await write("\(next)", to: "count", if: .tag(document.tag), on: shelf).tag != nil { return }
                    }
                }
            }
        }
        #expect(folder.text(of: "state/count") == "10")
    }

    @Test func `A folder that is locked for long is a temporary error, and free once its holder is gone`() async throws
    {
        _ = await write("1")
        let waiting = NoWaiting()
        do {
            let holder = try FileDescriptor(folder.path("state/.capture-relay.lock"), for: .locking)
            #expect(try holder.lock())
            let error = await write("2", on: shelf(waiting: waiting)).error
            #expect(error?.kind == .temporary)
            #expect(error?.description.contains("somebody else holds") == true)
            let waited = waiting.waits.reduce(.zero, +)
            #expect(waited >= .seconds(5) && waited < .seconds(6))
            _ = consume holder
        }
        #expect(await write("2").tag != nil)
    }

    @Test func `What a writer left that was killed is in nobody's way`() async throws {
        try folder.write("half of", to: "state/.capture-relay.unfinished")
        #expect(await write("whole").tag != nil)
        #expect(try folder.names(in: "state") == [".capture-relay.lock", "a.json"])
    }

    @Test func `Names may have folders, which are made`() async throws {
        #expect(await write("x", to: "q/2026/a.jsonl").tag != nil)
        #expect(folder.text(of: "state/q/2026/a.jsonl") == "x")
        #expect(try await shelf().read("q/2026/a.jsonl")?.bytes == Array("x".utf8))
    }

    @Test(arguments: [
        "", ".", "..", "../a", "a/../../b", "/a", "a//b", "a/", "a\u{0}b", ".capture-relay.lock",
        "q/.capture-relay.unfinished",
    ])
    func `A name that leads out of the folder, or is the shelf's own, is refused`(name: String) async {
        #expect(await write("x", to: name).error?.kind == .lasting)
        await #expect(throws: ShelfError.self) { try await shelf().read(name) }
        #expect((try? folder.names()) == [])
    }

    @Test func `A link leads nowhere else`() async throws {
        try folder.write("secret", to: "outside/secret")
        _ = await write("1")
        for (link, target) in [("state/link", "outside"), ("state/file", "outside/secret")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path(link), withDestinationPath: folder.path(target))
        }
        for name in ["link/secret", "link/new", "link/new/new", "file"] {
            #expect(await write("x", to: name).error?.description.contains("a link leads out of") == true)
            await #expect(throws: ShelfError.self) { try await shelf().read(name) }
        }
        #expect(try folder.names(in: "outside") == ["secret"])
        #expect(folder.text(of: "outside/secret") == "secret")
    }

    @Test func `What cannot be written names the setting, and leaves nothing behind`() async throws {
        try folder.write("a file", to: "state")
        let error = await write("x").error
        #expect(error?.kind == .lasting)
        #expect(error?.description.contains("\(folder.path("state/a.json")) cannot be written") == true)
        #expect(error?.description.contains("check RELAY_STATE_URL") == true)
        try folder.write("x", to: "other/a.json/in the way")
        #expect(await write("x", on: shelf("other")).error?.kind == .lasting)
        #expect(try folder.names(in: "other") == [".capture-relay.lock", "a.json"])
    }
}
