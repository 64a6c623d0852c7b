import JSON
import Relay
import TestSupport
import Testing

@Suite struct QuarantineRecordTests {
    private func text(_ object: ObjectReference, rows: [Int]? = nil, data: [UInt8]) -> String {
        let problem = LineProblem(.unaligned, "3 rows in, \"2\" out\n")
        return reading(data) { bytes in
            writtenText { buffer in
                QuarantineRecord.append(
                    problem, of: object, line: 7, offset: 1234, rows: rows, data: bytes, time: "2026-01-02T03:04:05Z",
                    to: &buffer)
            }
        }
    }

    private func record(_ text: String) throws -> QuarantineRecord {
        try reading(text) { try QuarantineRecord(parsing: $0) }
    }

    @Test(arguments: [
        #"{"captureData":{"endpointInput":{"data":"a\"b\\n"}}}"#, "", "garbage\u{0}\t\u{7F}", "é한😀\u{2028}", "\r",
    ])
    func `a line comes back byte by byte`(line: String) throws {
        let object = ObjectReference(bucket: "b", key: "k", versionID: "v", etag: "e")
        let read = try record(text(object, rows: [0, 2], data: Array(line.utf8)))
        #expect(read.data == Array(line.utf8))
        #expect(read.object == object)
        #expect([read.line, read.offset] == [7, 1234])
        #expect(read.rows == [0, 2])
    }

    @Test func `bytes that are no UTF-8 come back by way of base64`() throws {
        let line: [UInt8] = [0x7B, 0xFF, 0x00, 0xC3, 0x28, 0x0D]
        let written = text(ObjectReference(bucket: "b", key: "k"), data: line)
        #expect(written.contains(#""base64":"#) && !written.contains(#""data":"#))
        #expect(try record(written).data == line)
    }

    @Test func `a record has the fields of the contract in one line`() throws {
        let written = text(ObjectReference(bucket: "b", key: "k", versionID: "v"), rows: [1], data: Array("x\ny".utf8))
        let json = try JSONValue(parsing: written)
        #expect(written.hasSuffix("}\n") && written.filter { $0 == "\n" }.count == 1)
        #expect(
            json.members?.map(\.key) == [
                "captureRelay", "uri", "versionId", "etag", "line", "offset", "length", "reason", "detail", "rows",
                "time", "data",
            ])
        #expect(json["reason"]?.string == "rows-do-not-align")
        #expect(json["detail"]?.string == "3 rows in, \"2\" out\n")
        #expect(json["length"] == .number("3"))
        #expect(json["etag"] == .null)
        #expect(json["time"]?.string == "2026-01-02T03:04:05Z")
    }

    @Test func `without rows all are meant`() throws {
        let written = text(ObjectReference(bucket: "b", key: "k"), data: [0x78])
        #expect(!written.contains("rows\""))
        #expect(try record(written).rows == nil)
    }

    @Test(arguments: [
        ObjectReference(bucket: "captures", key: "a b/c+d/é\u{0}\"\\\n/x.jsonl"),
        ObjectReference(bucket: "captures", key: "//a//"),
        ObjectReference(bucket: "", key: "/tmp/captures.jsonl"), ObjectReference(bucket: "", key: "-"),
        ObjectReference(bucket: "captures", key: "s3://other/key?versionId=1"),
        ObjectReference(bucket: "arn:aws:s3:eu-west-1:210987654321:accesspoint/captures-ap", key: "a/b.jsonl"),
        ObjectReference(bucket: "arn:aws:s3:eu-west-1:210987654321:accesspoint:captures-ap", key: "a/b.jsonl"),
    ])
    func `an object comes back whatever it is called`(object: ObjectReference) throws {
        #expect(try record(text(object, data: [0x78])).object == object)
    }

    private static let whole = #"{"captureRelay":"quarantine/1","uri":"s3://b/k","line":1,"offset":0,"data":"x"}"#

    @Test func `a record with no more than is needed is read`() throws {
        #expect(try record(Self.whole).data == [0x78])
    }

    @Test(arguments: [
        (#""quarantine/1""#, #""quarantine/2""#), (#""captureRelay""#, #""other""#), (#""uri":"s3://b/k","#, ""),
        (#""s3://b/k""#, "1"), ("s3://b/k", "https://b/k"), ("s3://b/k", "s3://b"), (#""line":1,"#, ""),
        (#""line":1"#, #""line":-1"#),
        (#""line":1"#, #""line":1.5"#), (#""line":1"#, #""line":"1""#), (#""line":1"#, #""line":99999999999999999999"#),
        (#""offset":0,"#, ""), (#""data":"x""#, #""x":1"#), (#""data":"x""#, #""data":{}"#),
        (#""data":"x""#, #""base64":"*""#),
        (#""data":"x""#, #""data":"x","rows":["a"]"#), (#""data":"x""#, #""data":"x","rows":[-1]"#),
        (#""data":"x""#, #""data":"x","rows":[0,1.5]"#), (#""data":"x""#, #""data":"x","rows":1"#),
        (#""data":"x""#, #""data":"x","rows":"1""#), ("}", ""), ("{", ""),
    ])
    func `a record that does not say what is needed is refused`(part: String, other: String) {
        let error = #expect(throws: LineProblem.self) { try record(Self.whole.replacing(part, with: other)) }
        #expect(error?.reason == .unreadableQuarantine)
    }
}
