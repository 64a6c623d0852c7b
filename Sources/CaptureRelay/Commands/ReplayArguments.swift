/// What `replay` was asked to do.
struct ReplayArguments: Equatable, Sendable {
    /// The folder that objects are read from, `DIR/bucket/key`.
    var objects: String?

    /// The file of settings.
    var environmentFile: String?

    /// Whether nothing is to be sent or written.
    var isDryRun = false

    /// Whether progress that was kept is to be ignored.
    var ignoresProgress = false

    /// The file that the summary is written to.
    var summary: String?

    /// What to replay; `-` is standard input.
    var sources: [String] = []

    /// A replay of some sources.
    init(sources: [String]) {
        self.sources = sources
    }

    /// Reads the arguments behind `replay`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var reader = ArgumentReader<ReplayFlag>(arguments, of: .replay)
        while let argument = try reader.next() {
            switch argument {
            case .word(let source): sources.append(source)
            case .flag(.objects): objects = try reader.value()
            case .flag(.environmentFile): environmentFile = try reader.value()
            case .flag(.summary): summary = try reader.value()
            case .flag(.dryRun): isDryRun = try reader.hasNoValue()
            case .flag(.again): ignoresProgress = try reader.hasNoValue()
            }
        }
        guard !sources.isEmpty else { throw .sourceMissing }
        guard !sources.contains("") else { throw .emptySource }
        guard sources.count(where: { $0 == "-" }) < 2 else { throw .standardInputTwice }
    }
}

/// The flags of `replay`.
private enum ReplayFlag: String, CaseIterable {
    case objects = "--objects"
    case environmentFile = "--env-file"
    case dryRun = "--dry-run"
    case again = "--again"
    case summary = "--summary"
}
