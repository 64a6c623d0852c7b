/// The sinks that `RELAY_SINK` can name.
enum SinkName: String, CaseIterable, Sendable {
    case fiddler
    case openscale
    case http
    case file

    /// Whether it sends to a monitor.
    var isMonitor: Bool { self != .file }
}
