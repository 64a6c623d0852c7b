import Relay
import Testing

@Suite struct InferenceTimeTests {
    private static func line(_ time: String) -> String {
        Captured.line(.csv("1"), .csv("2"), metadata: #""eventId":"e-1","inferenceTime":\#(time)"#)
    }

    private static func time(_ text: String, _ format: TimestampColumn.Format) throws -> String? {
        let mapped = Mapped("a", "y", timestamp: TimestampColumn(name: "t", format: format))
        let prefix = #"{"a":"1","t":"#
        let suffix = #","y":"2"}"#
        let row = try mapped.rows(of: line("\"\(text)\"")).first
        guard let row, row.hasPrefix(prefix), row.hasSuffix(suffix) else { return row }
        return String(row.dropFirst(prefix.count).dropLast(suffix.count))
    }

    /// A time as it is captured, and as it is written in each format.
    private static let times: [(text: String, iso: String?, epoch: String, milliseconds: String, datetime: String)] = [
        ("2026-01-01T00:00:00Z", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01t00:00:00z", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01 00:00:00", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01T00:00:00", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01T02:00:00+02:00", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2025-12-31T18:30:00-0530", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01T01:00:00+01", nil, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("2026-01-01T00:00:00.5Z", nil, "1767225600.5", "1767225600500", "2026-01-01 00:00:00"),
        ("2026-01-01T00:00:00.123456789Z", nil, "1767225600.123456789", "1767225600123", "2026-01-01 00:00:00"),
        ("2026-01-01T00:00:00,25+00:00", nil, "1767225600.25", "1767225600250", "2026-01-01 00:00:00"),
        ("1767225600", #""2026-01-01T00:00:00Z""#, "1767225600", "1767225600000", "2026-01-01 00:00:00"),
        ("1767225600.75", #""2026-01-01T00:00:00.75Z""#, "1767225600.75", "1767225600750", "2026-01-01 00:00:00"),
        ("2024-02-29T23:59:59Z", nil, "1709251199", "1709251199000", "2024-02-29 23:59:59"),
        ("2000-02-29T00:00:00Z", nil, "951782400", "951782400000", "2000-02-29 00:00:00"),
        ("2024-03-01T00:30:00+01:00", nil, "1709249400", "1709249400000", "2024-02-29 23:30:00"),
        ("2016-12-31T23:59:60Z", nil, "1483228799", "1483228799000", "2016-12-31 23:59:59"),
        ("1970-01-01T00:00:00Z", nil, "0", "0", "1970-01-01 00:00:00"),
        ("1970-01-01T00:00:00.25Z", nil, "0.25", "250", "1970-01-01 00:00:00"),
        ("9999-12-31T23:59:59Z", nil, "253402300799", "253402300799000", "9999-12-31 23:59:59"),
    ]

    @Test(arguments: times.indices)
    func `a time is written in the format that is wanted`(index: Int) throws {
        let (text, iso, epoch, milliseconds, datetime) = Self.times[index]
        #expect(try Self.time(text, .iso8601) == iso ?? "\"\(text)\"", "\(text)")
        #expect(try Self.time(text, .epoch) == epoch, "\(text)")
        #expect(try Self.time(text, .epochMilliseconds) == milliseconds, "\(text)")
        #expect(try Self.time(text, .datetime) == "\"\(datetime)\"", "\(text)")
    }

    @Test(arguments: [
        #""garbage""#, #""""#, "null", "17", #""2026-02-29T00:00:00Z""#, #""1900-02-29T00:00:00Z""#,
        #""2026-13-01T00:00:00Z""#, #""2026-00-01T00:00:00Z""#, #""2026-04-31T00:00:00Z""#, #""2026-01-00T00:00:00Z""#,
        #""2026-01-01T24:00:00Z""#, #""2026-01-01T00:60:00Z""#, #""2026-01-01T00:00:61Z""#, #""2026-01-01""#,
        #""2026-01-01T00:00Z""#, #""2026-01-01T00:00:00.Z""#, #""2026-01-01T00:00:00+24:00""#,
        #""2026-01-01T00:00:00+01:60""#, #""2026-01-01T00:00:00+1""#, #""2026-01-01T00:00:00ZZ""#,
        #""2026-01-01T00:00:00Z ""#, #""2026/01/01T00:00:00Z""#, #""1767225600000""#, #""1767225600.""#, #""-1""#,
        #""1969-12-31T23:59:59Z""#,
        #""२०२६-01-01T00:00:00Z""#,
    ])
    func `what is no time is refused only where a column wants it`(time: String) throws {
        let timed = Mapped("a", "y", timestamp: TimestampColumn(name: "t"))
        #expect(timed.refusal(of: Self.line(time)) == .unreadableTime)
        #expect(try Mapped("a", "y").rows(of: Self.line(time)) == [#"{"a":"1","y":"2"}"#])
        #expect(try Mapped().rows(of: Self.line(time)) == [#"{"f0":"1","p0":"2"}"#])
    }

    @Test func `a missing time is told as missing`() {
        let timed = Mapped("a", "y", timestamp: TimestampColumn(name: "t"))
        let problem = timed.problem(of: Captured.line(.csv("1"), .csv("2"), metadata: #""eventId":"e""#))
        #expect(problem?.detail == "the line has no inferenceTime that is text, but a timestamp column is configured")
    }

    @Test func `rows have no time unless a column is set, and the columns keep their order`() throws {
        var all = Mapped("a", "y", metadata: "m=key.variant", timestamp: TimestampColumn(name: "t"), id: "id")
        let line = Self.line(#""2026-01-01T00:00:00Z""#)
        #expect(
            try all.rows(of: line)
                == [#"{"a":"1","t":"2026-01-01T00:00:00Z","y":"2","m":"AllTraffic","id":"e-1"}"#])
        all.settings.inputs = []
        #expect(
            try all.rows(of: line) == [#"{"t":"2026-01-01T00:00:00Z","y":"2","m":"AllTraffic","id":"e-1"}"#])
        all.settings.timestamp = nil
        #expect(try all.rows(of: line) == [#"{"y":"2","m":"AllTraffic","id":"e-1"}"#])
    }
}
