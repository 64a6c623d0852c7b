import Relay
import Testing

/// What stands in a first line does not decide over the good lines behind it.
@Suite struct FirstLineTests {
    private static let whole = Captured.csv("9", "9", id: "first")

    private static let firstLines = [
        #"["x"]"#, #"[]"#, #"["s3://bucket/a.csv"]"#, #"[{"prefix":"s3://b/"},"a"]"#, "[1,", "[[[",
        #"{"SageMakerOutput":1}"#, #"{"SageMakerOutput":1"#, #"{"deviceFleetInputs":[]}"#, #"{"a":1"#, #"{"a":"#,
        #"{"a":"x"#, "{", #"[INFO] it"s on"#, #"it"s on"#, "[INFO] started", #"""#, "}", "]", "},{", "{}}", "garbage",
        #"{"captureData":{}}"#, String(whole.prefix(20)), String(whole.prefix(80)), String(whole.dropLast(1)),
        String(whole.dropLast(30)), whole + whole, "\u{0}{", "<html>",
    ]

    @Test(arguments: firstLines, [[Int.max], [1], [97]])
    func `the first line is quarantined and the others are relayed`(first: String, chunks: [Int]) async {
        let good = ["a", "b", "c"].map { Captured.csv("1", "2", id: $0) }
        for lineBreak in ["\n", "\r\n"] {
            let text = ([first] + good).joined(separator: lineBreak) + lineBreak
            let rig = PipelineRig()
            let result = await rig.result(of: .init(Array(text.utf8), chunks: chunks))
            #expect(rig.rows == ["a", "b", "c"].map { #"{"a":"1","y":"2","id":"\#($0)"}"# })
            #expect(rig.quarantine.records.map(\.line) == [1])
            #expect(rig.quarantine.records.map { String(decoding: $0.data, as: UTF8.self) } == [first])
            #expect(result?.outcome == .delivered)
            #expect(result?.tally.lines == 4)
            #expect(result?.tally.delivered == 3)
        }
    }
}
