import Relay
import TestSupport
import Testing

@testable import CaptureRelay

/// A terminal that remembers what it shows, and a clock that is moved by hand.
private final class Terminal: Sendable {
    private let kept = Shared((text: "", time: ContinuousClock.Instant.now))

    var text: String {
        get { kept.value.text }
        set { kept.value.text = newValue }
    }

    var time: ContinuousClock.Instant {
        get { kept.value.time }
        set { kept.value.time = newValue }
    }

    func console(level: LogLevel = .info, showsProgress: Bool = true) -> Console {
        Console(level: level, showsProgress: showsProgress, now: { self.time }, output: { self.text += $0 })
    }
}

@Suite struct ConsoleTests {
    private let object = ObjectReference(bucket: "b", key: "k.jsonl")

    @Test func `A message is a line that begins with its level`() {
        let terminal = Terminal()
        let console = terminal.console(level: .debug)
        console.write(.debug, "a")
        console.write(.info, "b")
        console.write(.warning, "c")
        console.write(.error, "d")
        #expect(terminal.text == "debug: a\nb\nwarning: c\nerror: d\n")
    }

    @Test func `A message whose level is not wanted is not even made`() {
        let terminal = Terminal()
        let console = terminal.console(level: .warning)
        func unwanted() -> String {
            Issue.record("the message was made")
            return ""
        }
        console.write(.info, unwanted())
        #expect(terminal.text.isEmpty)
        console.level = .info
        console.write(.info, "now")
        #expect(terminal.text == "now\n")
    }

    @Test(arguments: [
        ("plain äöü 漢字 🙂", "plain äöü 漢字 🙂"), ("a\nb\r\n\tc", "a\\nb\\r\\n\\tc"), ("\u{1B}[31m", "\\x1b[31m"),
        ("\u{0}\u{7}\u{7F}", "\\x00\\x07\\x7f"), ("\u{85}\u{9B}", "\\u0085\\u009b"),
        ("\u{202A}\u{202E}\u{2066}\u{2069}", "\\u202a\\u202e\\u2066\\u2069"), ("\u{2028}\u{200F}", "\\u2028\\u200f"),
    ])
    func `Characters that would change the screen are shown instead`(text: String, shown: String) {
        let terminal = Terminal()
        terminal.console().write(.info, text)
        #expect(terminal.text == shown + "\n")
    }

    @Test func `Problems are errors, each in a line, and the advice comes last`() {
        let terminal = Terminal()
        terminal.console(level: .error).refuse(["A: is\nodd", "B: is even"], advice: "Try: help")
        #expect(terminal.text == "error: A: is\\nodd\nerror: B: is even\nTry: help\n")
    }

    @Test func `The progress line is drawn at most ten times a second`() {
        let terminal = Terminal()
        let console = terminal.console()
        for step in 1...10 {
            console.progress(object, bytes: step * 1_000_000, lines: step)
            terminal.time += .milliseconds(40)
        }
        let shown = [1, 4, 7, 10].map { "\rs3://b/k.jsonl  \($0).0 MB  \($0) \($0 == 1 ? "line" : "lines")\u{1B}[K" }
        #expect(terminal.text == shown.joined())
    }

    @Test func `The progress line is cleared before a message, and once`() {
        let terminal = Terminal()
        let console = terminal.console()
        console.progress(object, bytes: 10, lines: 1)
        console.write(.info, "a")
        console.write(.info, "b")
        console.clearProgress()
        #expect(terminal.text == "\rs3://b/k.jsonl  10 B  1 line\u{1B}[K\r\u{1B}[Ka\nb\n")
    }

    @Test func `Without a terminal there is no progress line`() {
        let terminal = Terminal()
        let console = terminal.console(showsProgress: false)
        console.progress(object, bytes: 10, lines: 1)
        console.clearProgress()
        #expect(terminal.text.isEmpty)
    }

    @Test func `A progress line fits into a terminal whatever the name, and hides what would leave it`() {
        let name = String(repeating: "\u{1B}x", count: 300) + "/end.jsonl"
        let line = ProgressLine.text(name, bytes: 12_345, lines: 6)
        #expect(line.count == 79)
        #expect(line.hasSuffix("/end.jsonl  12.3 KB  6 lines"))
        #expect(!line.unicodeScalars.contains("\u{1B}"))
    }
}
