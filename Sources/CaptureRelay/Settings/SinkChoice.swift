/// Where rows go.
enum SinkChoice: Equatable, Sendable {
    /// A file of JSON Lines; `-` is standard output.
    case file(path: String)
}

/// The sinks that `RELAY_SINK` can name.
enum SinkName: String, CaseIterable, Sendable {
    case fiddler
    case openscale
    case http
    case file

    /// Whether this version can send to it.
    var isBuilt: Bool { self == .file }
}
