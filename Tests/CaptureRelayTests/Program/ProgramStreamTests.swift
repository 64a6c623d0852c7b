import Foundation
import Testing

@Suite struct ProgramStreamTests {
    @Test func `Standard output holds rows only, and nobody gets colours or a progress line`() async throws {
        let input = Data((Capture.file(lines: 3) + "no JSON\n").utf8)
        let environment = Capture.settings.merging(["RELAY_LOG_LEVEL": "debug"]) { $1 }
        let ending = try await Program.run(["replay", "-", "/no/such"], environment, input: input)
        #expect(try ending.column("id") == ["a0", "a1", "a2"])
        for text in [ending.output, ending.messages] {
            #expect(!text.contains("\u{1B}") && !text.contains("\r"))
        }
        #expect(ending.messages.hasSuffix("\n"))
    }

    @Test func `Nothing but errors is told at the level error`() async throws {
        let input = Data((Capture.line("a") + "\nno JSON\n").utf8)
        let environment = Capture.settings.merging(["RELAY_LOG_LEVEL": "error"]) { $1 }
        let ending = try await Program.run(["replay", "-"], environment, input: input)
        #expect(ending.code == 3)
        #expect(ending.messages.isEmpty)
    }

    @Test func `Control characters of a name are shown, never sent`() async throws {
        let ending = try await Program.run(["replay", "/no/\u{1B}[31msuch\nfile\u{202E}"])
        #expect(ending.messages.contains(#"/no/\x1b[31msuch\nfile\u202e"#))
    }

    @Test func `Control characters of a key are shown, never sent`() async throws {
        try await withFolder { folder in
            let event = #"{"Records":[{"s3":{"bucket":{"name":"bkt"},"object":{"key":"a%1B%5B2J%0Ab"}}}]}"#
            let ending = try await Program.run(["replay", "--objects", folder.path, "-"], input: Data(event.utf8))
            #expect(ending.code == 4)
            #expect(ending.messages.contains(#"s3://bkt/a\x1b[2J\nb"#))
            #expect(!ending.messages.contains("\u{1B}"))
        }
    }

    @Test func `Control characters of the data stay escaped in rows and messages`() async throws {
        let bad = Capture.line("a").replacing(#""score"#, with: "").replacing("34,", with: #"\u001b[31m,,"#)
        let good = Capture.line("b", ages: [#"\u001b[31m"#])
        let ending = try await Program.run(["replay", "-"], Capture.settings, input: Data("\(good)\n\(bad)\n".utf8))
        #expect(ending.code == 3)
        #expect(try ending.column("age") == ["\u{1B}[31m"])
        #expect(!ending.output.contains("\u{1B}") && !ending.messages.contains("\u{1B}"))
    }

    @Test func `Rows are appended to a file, and a torn last row is left on a line of its own`() async throws {
        try await withFolder { folder in
            let file = try #"{"age":"1"#.write(as: "rows.jsonl", in: folder)
            let environment = Capture.settings.merging(["RELAY_FILE": file]) { $1 }
            let input = Data(Capture.file(lines: 2).utf8)
            let ending = try await Program.run(["replay", "-"], environment, input: input)
            #expect(ending.code == 0 && ending.output.isEmpty)
            let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 3 && lines[0] == #"{"age":"1"#)
            #expect(lines[1] == #"{"age":"34","plan":"basic","score":"0.34","id":"a0"}"#)
        }
    }
}
