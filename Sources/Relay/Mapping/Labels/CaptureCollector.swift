package import JSON

/// Collects the captures of some labels from lines that come in any order.
///
/// They are kept up to a limit, but for that of the first label, which is kept whatever its size: the labels behind it
/// that have no room are searched for again when it is their turn.
package struct CaptureCollector: ~Copyable {
    /// So many bytes of captures are kept.
    static let limit = 16 << 20

    private let labels: [LabelID]
    private let relaysShadow: Bool
    private let limit: Int
    private let wanted: Set<[UInt8]>
    /// What must be found before the search can end.
    private var missing: Set<[UInt8]>
    /// What was found and had no room.
    private var deferred: Set<[UInt8]> = []
    private var found: [[UInt8]: FoundCapture] = [:]
    private var size = 0
    private var line = CaptureLine()

    /// The second capture of an id that was found twice, if one was.
    package private(set) var repeated: (id: String, uri: String)?

    /// A collector for the captures of some labels.
    package init(_ labels: [LabelID], relaysShadow: Bool, limit: Int = limit) {
        self.labels = labels
        self.relaysShadow = relaysShadow
        self.limit = limit
        wanted = Set(labels.flatMap { [$0.text, $0.line].compactMap(\.self) })
        missing = Set(labels.map { ($0.isOfRow ? $0.line : nil) ?? $0.text })
    }

    /// Whether nothing more is searched for.
    package var isComplete: Bool { missing.isEmpty }

    /// Takes a line, if it is a capture that is wanted.
    package mutating func take(_ bytes: Bytes, offset: Int, of object: ObjectReference) {
        guard bytes.isUTF8, (try? line.read(bytes)) != nil, line.kind == .capture, line.hasCaptureData,
            relaysShadow || !line.isShadow, let token = line.inferenceID ?? line.eventID
        else { return }
        let id = token.plain(in: bytes)
        guard wanted.contains(id) else { return }
        guard found[id] == nil else {
            if repeated == nil { repeated = (String(decoding: id, as: UTF8.self), object.uri) }
            return
        }
        missing.remove(id)
        let isFirst = id == labels.first?.text || id == labels.first?.line
        guard isFirst || size + bytes.count <= limit else {
            deferred.insert(id)
            return
        }
        size += bytes.count
        found[id] = FoundCapture(object: object, offset: offset, bytes: bytes.array)
    }

    /// What is known of the labels, now that the search is over.
    package func lookup() -> CaptureLookup {
        var lookup = CaptureLookup()
        lookup.found = found
        for label in labels where lookup.capture(of: label) == nil {
            let isDeferred = deferred.contains(label.text) || label.line.map(deferred.contains) ?? false
            if !isDeferred { lookup.absent.insert(label.text) }
        }
        return lookup
    }
}
