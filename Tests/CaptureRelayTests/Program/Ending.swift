import Foundation
import JSON

/// How a run of the program ended.
struct Ending {
    /// The exit code.
    let code: Int32

    /// Whether a signal ended it, which is a crash unless the test sent one.
    let diedOfSignal: Bool

    /// What stands on standard output.
    let output: String

    /// What stands on standard error.
    let messages: String

    /// The lines of standard output, each of which must end.
    var lines: [String] { output.isEmpty ? [] : output.components(separatedBy: "\n").dropLast() }

    /// The rows, each as its members.
    func rows() throws -> [[JSONValue.Member]] {
        guard output.isEmpty || output.hasSuffix("\n") else { throw TornRow() }
        return try lines.map { line in
            guard let members = try JSONValue(parsing: line).members else { throw TornRow() }
            return members
        }
    }

    /// The values of one column, as texts.
    func column(_ name: String) throws -> [String?] {
        try rows().map { row in row.first { $0.key == name }?.value.string }
    }
}

/// A row that is no JSON object in a line of its own.
struct TornRow: Error {}

/// Captures for the tests, written as SageMaker writes them.
enum Capture {
    /// Settings that fit the captures.
    static let settings = [
        "CAPTURE_INPUT_COLUMNS": "age,plan", "CAPTURE_OUTPUT_COLUMNS": "score", "CAPTURE_ID_COLUMN": "id",
    ]

    /// A line with one row for each age.
    static func line(_ id: String, ages: [String] = ["34"]) -> String {
        let input = ages.map { "\($0),basic" }.joined(separator: #"\n"#)
        let output = ages.map { "0.\($0)" }.joined(separator: #"\n"#)
        return #"{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":""# + input
            + #"","encoding":"CSV"},"endpointOutput":{"observedContentType":"text/csv","mode":"OUTPUT","data":""#
            + output + #"","encoding":"CSV"}},"eventMetadata":{"eventId":""# + id
            + #"","inferenceTime":"2026-11-20T09:13:09Z"},"eventVersion":"0"}"#
    }

    /// Some lines, the ids of which are `a0`, `a1` and so on.
    static func file(lines: Int) -> String {
        (0..<lines).map { line("a\($0)") + "\n" }.joined()
    }
}

extension String {
    /// Writes the text into a file of a folder, and tells its path.
    func write(as name: String, in folder: URL) throws -> String {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(utf8).write(to: file)
        return file.path
    }
}
