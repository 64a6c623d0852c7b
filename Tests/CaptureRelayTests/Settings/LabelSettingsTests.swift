import Relay
import Testing

@testable import CaptureRelay

@Suite struct LabelSettingsTests {
    private static let labels = ["CAPTURE_LABEL_COLUMNS": "churned,why?"]

    @Test func `Labels have columns, types and the id column of captures`() throws {
        let settings = try Settings(
            environment: Self.labels.with([
                "CAPTURE_INPUT_COLUMNS": "age", "CAPTURE_ID_COLUMN": "event_id",
                "CAPTURE_COLUMN_TYPES": "churned:int,age:int",
            ]))
        let columns = [Column("churned", type: .int), Column("why", isOptional: true)]
        #expect(settings.mapping.labels == LabelSettings(columns, idColumn: "event_id"))
        #expect(settings.mapping.inputs == [Column("age", type: .int)])
        #expect(try Settings(environment: [:]).mapping.labels == nil)
    }

    @Test(arguments: [
        (["CAPTURE_LABEL_COLUMNS": "a,,b"], "CAPTURE_LABEL_COLUMNS: column 2 has no name; check for a comma too many"),
        (
            ["CAPTURE_LABEL_COLUMNS": "id"],
            "CAPTURE_LABEL_COLUMNS: 'id' is the name that the id has; give the id another one in CAPTURE_ID_COLUMN"
        ),
        (
            ["CAPTURE_LABEL_COLUMNS": "a,event", "CAPTURE_ID_COLUMN": "event"],
            """
            CAPTURE_LABEL_COLUMNS: 'event' is named here and in CAPTURE_ID_COLUMN; every column of a row needs a name of \
            its own
            """
        ),
        (
            ["CAPTURE_LABEL_COLUMNS": "churned", "CAPTURE_COLUMN_TYPES": "churnd:int"],
            """
            CAPTURE_COLUMN_TYPES: 'churnd' is no column of CAPTURE_INPUT_COLUMNS, CAPTURE_OUTPUT_COLUMNS or \
            CAPTURE_LABEL_COLUMNS; did you mean 'churned'?
            """
        ),
    ])
    func `What cannot be is refused`(environment: [String: String], problem: String) {
        #expect(problems(environment) == [problem])
    }

    @Test func `A monitor must know the id, and then labels alone are enough`() throws {
        let fiddler = MonitorSettings.fiddler.with(["CAPTURE_INPUT_COLUMNS": nil, "CAPTURE_OUTPUT_COLUMNS": nil])
            .merging(Self.labels) { $1 }
        let found = problems(fiddler)
        #expect(found.count == 1)
        #expect(
            found.first?.hasPrefix("CAPTURE_ID_COLUMN: is not set, but CAPTURE_LABEL_COLUMNS is; the fiddler") == true)
        let settings = try Settings(environment: fiddler.with(["CAPTURE_ID_COLUMN": "event_id"]))
        #expect(settings.pipeline.requiresColumns)
        #expect(try Settings(environment: Self.labels).pipeline.requiresColumns == false)
    }

    @Test func `What labels are changes nothing about progress that captures made`() throws {
        let plain = try Settings(environment: ["CAPTURE_INPUT_COLUMNS": "a"])
        let labels = try Settings(environment: Self.labels.with(["CAPTURE_INPUT_COLUMNS": "a"]))
        #expect(labels.identity == plain.identity)
        #expect(labels.labelIdentity == plain.identity + "CAPTURE_LABEL_COLUMNS=churned,why?\n")
    }
}
