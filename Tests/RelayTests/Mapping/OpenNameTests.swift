import JSON
import Relay
import Testing

/// The names of rows for which no columns are configured.
@Suite struct OpenNameTests {
    private static let all = Mapped(
        metadata: "endpoint=key.endpoint", timestamp: TimestampColumn(name: "at"), id: "id")

    private static func names(_ row: String?) throws -> [String] {
        try JSONValue(parsing: row ?? "").members?.map(\.key) ?? []
    }

    @Test func `names of settings win over those of the payloads`() throws {
        let payload = #"{"at":1,"id":2,"endpoint":3,"x":4}"#
        let input = try Self.all.rows(of: Captured.json(payload, "[5]")).first
        #expect(
            input == #"{"input.at":1,"input.id":2,"input.endpoint":3,"x":4,"at":"2026-01-01T00:00:00Z","#
                + #""p0":5,"endpoint":"churn","id":"e-1"}"#)
        let output = try Self.all.rows(of: Captured.json("[5]", payload)).first
        #expect(
            output == #"{"f0":5,"at":"2026-01-01T00:00:00Z","output.at":1,"output.id":2,"output.endpoint":3,"x":4,"#
                + #""endpoint":"churn","id":"e-1"}"#)
        let both = try Self.names(Self.all.rows(of: Captured.json(payload, payload)).first)
        #expect(both.count == 11)
        #expect(Set(both).count == 11)
    }

    @Test func `names of settings win over those of a header`() throws {
        let rows = try Self.all.rows(of: Captured.csv("id,x\n7,8", "at,y\n9,0"))
        #expect(
            rows == [
                #"{"input.id":"7","x":"8","at":"2026-01-01T00:00:00Z","output.at":"9","y":"0","#
                    + #""endpoint":"churn","id":"e-1"}"#
            ])
    }

    @Test(arguments: [
        ("a,a,a,b\n1,2,3,4", ["a", "input.a", "input.a.2", "b", "p0"]),
        ("input.a,a,a\n1,2,3", ["input.a", "a", "input.a.2", "p0"]),
        ("p0,p0\n1,2", ["p0", "input.p0", "output.p0"]),
    ])
    func `a name that is there again is told apart`(header: String, names: [String]) throws {
        let rows = try Mapped().rows(of: Captured.csv(header, "5"))
        #expect(rows.count == 1)
        let found = try Self.names(rows.first)
        #expect(Set(found).count == found.count)
        guard names.last == "p0" else { return #expect(found.prefix(2) == names.prefix(2)) }
        #expect(found == names)
    }

    @Test func `a header of many equal names takes time by their number`() throws {
        let count = 20_000
        let header = [String](repeating: "a", count: count).joined(separator: ",")
        let values = [String](repeating: "1", count: count).joined(separator: ",")
        let line = Captured.csv("\(header)\n\(values)", "5")
        var row: String?
        let time = try ContinuousClock().measure { row = try Mapped().rows(of: line).first }
        #expect(row?.hasSuffix(#","input.a.19999":"1","p0":"5"}"#) == true)
        #expect(time < .seconds(20))
    }
}
