import Testing

@testable import CaptureRelay

@Suite struct SpellingTests {
    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("", "ab", 2), ("replay", "replay", 0), ("repaly", "replay", 1),
        ("rplay", "replay", 1),
        ("replays", "replay", 1), ("raplay", "replay", 1), ("paly", "replay", 3), ("abcd", "badc", 2),
        ("größe", "grösse", 2),
    ])
    func `The distance counts letters added, left out, replaced and swapped`(left: String, right: String, steps: Int) {
        #expect(Spelling.distance(left, right) == steps)
        #expect(Spelling.distance(right, left) == steps)
    }

    @Test func `The nearest word is found within the limit, and the first of several`() {
        #expect(Spelling.nearest(to: "repaly", in: ["help", "replay"]) == "replay")
        #expect(Spelling.nearest(to: "cat", in: ["bat", "hat"]) == "bat")
        #expect(Spelling.nearest(to: "cart", in: ["bark", "car"], within: 1) == "car")
        #expect(Spelling.nearest(to: "relaunch", in: ["help", "replay"]) == nil)
        #expect(Spelling.nearest(to: "abc", in: []) == nil)
    }

    @Test func `A word of one letter is never taken for another`() {
        #expect(Spelling.question(about: "b", in: ["a"]).isEmpty)
        #expect(Spelling.question(about: "agge", in: ["age"]) == "; did you mean 'age'?")
    }
}
