import Relay
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct JoinSettingsTests {
    /// What a reader makes of the setting, for a sink whose rows of labels may have features.
    private func place(
        _ prefix: String, inputs: String? = "age", for sink: SinkName = .openscale
    ) -> (place: JoinPlace?, mapping: MappingSettings, problems: [String], warnings: [String]) {
        var environment = ["CAPTURE_LABEL_COLUMNS": "churned", "CAPTURE_JOIN_PREFIX": prefix]
        environment["CAPTURE_INPUT_COLUMNS"] = inputs
        var reader = SettingsReader(environment: environment, environmentFile: nil, readFile: reading([:]))
        var mapping = reader.mapping()
        let place = reader.joinPlace(for: sink, &mapping)
        return (place, mapping, reader.problems.map(\.description), reader.warnings)
    }

    @Test func `Captures lie under a prefix or in a folder`() throws {
        let found = place("s3://bucket/captures/chu")
        #expect(found.place == .s3(bucket: "bucket", prefix: "captures/chu"))
        #expect(found.mapping.labels?.joinPrefix == "s3://bucket/captures/chu")
        #expect(found.mapping.labels?.form == .values)
        #expect(found.mapping.labelFields == ["age", "churned"])
        #expect(place("s3://bucket").place == .s3(bucket: "bucket", prefix: ""))
        let folder = try TemporaryFolder()
        #expect(place(folder.path).place == .folder(path: folder.path))
        #expect(place("file://\(folder.path)").place == .folder(path: folder.path))
    }

    @Test(arguments: [
        ("s3://", "names no bucket"), ("/nowhere/at/all", "neither s3://bucket/prefix nor a folder that is there"),
        ("https://bucket/x", "neither s3://"), ("file://host/x", "does not name a folder from the top"),
    ])
    func `Another place is refused`(prefix: String, words: String) {
        let found = place(prefix)
        #expect(found.place == nil)
        #expect(found.problems.count == 1)
        #expect(found.problems.first?.contains(words) == true)
    }

    @Test func `Columns of captures must be named, and differ from labels`() {
        #expect(place("s3://bucket/p", inputs: nil).problems.first?.contains("needs the columns of captures") == true)
        #expect(place("s3://bucket/p", inputs: "churned").problems.first?.contains("a column of captures too") == true)
    }

    @Test func `Where labels go alone it has no effect, and that is told`() {
        let found = place("s3://bucket/p", for: .fiddler)
        #expect(found.place == nil)
        #expect(found.mapping.labels?.form == .object)
        #expect(found.warnings.first?.hasPrefix("CAPTURE_JOIN_PREFIX: has no effect") == true)
    }
}
