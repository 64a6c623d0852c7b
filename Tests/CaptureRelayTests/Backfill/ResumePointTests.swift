import Foundation
import Relay
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct ResumePointTests {
    @Test func `Only what is done without a gap counts, in whatever order parts end`() {
        var point = ResumePoint(after: nil)
        let numbers = ["c", "f", "i"].map { point.begin(upTo: $0) }
        point.end(numbers[1])
        #expect(point.key == nil && point.flag == nil)
        point.end(numbers[0])
        #expect(point.key == "f")
        let last = point.begin(upTo: "l")
        point.pass("m")
        point.end(last)
        #expect(point.key == "f")
        point.end(numbers[2])
        #expect(point.key == "m")
        #expect(point.flag == "--after='m'")
    }

    @Test func `In any order of ends, the point is the end of the longest run of done parts`() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            var point = ResumePoint(after: "-")
            let count = Int.random(in: 1...12, using: &random)
            let numbers = (0..<count).map { point.begin(upTo: "\($0)") }
            var done: Set<Int> = []
            for index in Array(0..<count).shuffled(using: &random) {
                point.end(numbers[index])
                done.insert(index)
                let run = (0..<count).prefix { done.contains($0) }.last
                #expect(point.key == run.map { "\($0)" } ?? "-")
            }
        }
    }

    @Test func `What is behind the key that the list began at is told from there`() {
        #expect(ResumePoint(after: "in/a").flag == "--after='in/a'")
    }

    @Test func `The flag is read by a shell as the key, whatever the key`() throws {
        let keys = [
            "plain", "", "a b", "it's", "'\u{301}x", "$HOME `id` \\ \"q\" !x", "a\nb\tc", "é 日本 😀", "\u{1}7",
            "\u{1B}[2J",
            "\u{202E}évil\u{200E}'\\", "-n", "--after=x", "{a,b}*?[x]~;&|<>()#", "\u{85}9", "\\n\n",
        ]
        for key in keys {
            let word = ShellWord.quoted(key)
            #expect(word.escaped == word)
            let process = Process()
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = ["-c", "printf %s \(word)"]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            #expect(Array(output) == Array(key.utf8), "\(word)")
        }
    }
}
