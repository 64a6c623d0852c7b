import Files

/// Whether a command would write into a file that it reads, or into one file for two purposes.
struct Overwriting {
    /// The first such file.
    let file: String?

    /// Looks at where rows go, where the summary goes, and what is read.
    init(rows path: String?, summary: String?, sources: [String]) {
        var outputs: [(name: String, identity: FileSystem.Identity)] = []
        let rows = path == "-" ? FileDescriptor(shared: 1).identity : path.flatMap(FileSystem.identity)
        if let path, let rows { outputs.append((path == "-" ? "standard output" : path, rows)) }
        if let summary, let identity = FileSystem.identity(summary) {
            outputs.append((summary, identity))
        }
        let inputs = sources.map { source in
            source == "-" ? FileDescriptor(shared: 0).identity : FileSystem.identity(source)
        }
        let isShared = outputs.count == 2 && outputs[0].identity == outputs[1].identity
        if let path, path != "-", let new = FileSystem.newPath(path),
            new == summary.flatMap(FileSystem.newPath)
        {
            file = path
            return
        }
        file = isShared ? outputs[0].name : outputs.first { inputs.contains($0.identity) }?.name
    }
}
