import Relay
import Testing

/// A side without columns still has as many rows as its shape says, and no other number besides.
@Suite struct UncountedSideTests {
    @Test(arguments: [
        #"{"instances":[[1],[2],[3]]}"#, #"{"predictions":[[1,2],[3,4]]}"#,
        #"{"dataframe_split":{"columns":["x"],"data":[[1],[2]]}}"#, #"{"inputs":[[1],[2]]}"#,
        #"{"signature":"s","instances":[{"x":1},{"x":2}]}"#, #"{"inputs":{"data":[[1],[2]]}}"#,
    ])
    func `rows in a wrapper are not one row besides`(wrapped: String) {
        let one = Captured.line(.json(wrapped), .csv("0.1,0.2,0.3"))
        #expect(Mapped("", "a,b,c").refusal(of: one) == .unaligned)
        let other = Captured.line(.csv("1,2,3"), .json(wrapped))
        #expect(Mapped("a,b,c", "").refusal(of: other) == .unaligned)
    }

    @Test(arguments: [
        (#"{"instances":[[1],[2],[3]]}"#, 3), (#"{"instances":[[1,2,3]]}"#, 1), (#"{"x":1,"y":2}"#, 1),
        (#"{"x":[1,2],"y":[3,4]}"#, 2), (#"{"x":[1,2],"y":[3,4]}"#, 1), ("[[1,2],[3,4]]", 2),
    ])
    func `as many rows as the other side has are relayed`(other: String, rows: Int) throws {
        let answer = (0..<rows).map { "0.\($0),1,2" }.joined(separator: "\n")
        let line = Captured.line(.json(other), .csv(answer))
        #expect(
            try Mapped("", "a,b,c").rows(of: line) == (0..<rows).map { #"{"a":"0.\#($0)","b":"1","c":"2"}"# })
    }
}
