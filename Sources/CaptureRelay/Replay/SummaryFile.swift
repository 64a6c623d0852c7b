import Relay

/// The file that a command writes its summary to.
struct SummaryFile {
    private let path: String

    /// The file that `--summary` names.
    init(_ path: String) {
        self.path = path
    }

    /// Why it cannot be written, as far as that can be told before anything is read.
    var problem: String? {
        if path == "-" { return "--summary takes a file, since standard output is for rows" }
        return LocalFile.problemWriting(path).map { "--summary: \(path) cannot be written: \($0)" }
    }

    /// Writes the summary, and tells whether that was possible.
    func write(_ report: Report, _ console: Console) -> Bool {
        guard let problem = LocalFile.write(report.json, to: path) else { return true }
        console.write(.error, "the summary could not be written to \(path): \(problem)")
        return false
    }
}

extension ExitCode {
    /// What a report comes to, of a run that nobody interrupted.
    init(_ report: Report, isSummaryWritten: Bool) {
        if report.failed > 0 || !isSummaryWritten {
            self = .undelivered
        } else {
            self = report.total.quarantined > 0 ? .quarantined : .success
        }
    }
}
