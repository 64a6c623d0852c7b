import Relay
import Testing

@testable import CaptureRelay

@Suite struct PastedSettingsTests {
    @Test(arguments: [
        "age,income", #"나이,"a, b",zip"#, "it's", "a #b", "@/path of/columns", "x=y[].z", #"say "hi""#,
    ])
    func `A file of settings reads back what a line sets`(value: String) {
        let line = PastedSettings.line(.inputColumns, value)
        #expect(EnvironmentFile(Array(line.utf8)).values == ["CAPTURE_INPUT_COLUMNS": value])
    }

    @Test(arguments: ["a\nb", #"it's "both""#])
    func `What no line can hold is named in a comment`(value: String) {
        #expect(PastedSettings.line(.inputColumns, value) == "# CAPTURE_INPUT_COLUMNS is as it was set.")
    }

    @Test(arguments: ["churned", "이탈", "a, b", "x=y", "a?", #"q"q"#, "a[0]", " x", "@file"])
    func `A column's name is read back as it is`(name: String) throws {
        #expect(try ColumnList.parse(ColumnName.written(name)).map(\.name) == [name])
    }
}
