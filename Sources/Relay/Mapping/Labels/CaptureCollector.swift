package import JSON

/// Collects the captures of some labels from lines that come in any order.
///
/// They are kept up to a limit, but for that of the first label, which is kept whatever its size. What is not known then
/// of the labels behind it is searched for again when it is their turn.
package struct CaptureCollector: ~Copyable {
    /// So many bytes of captures are kept.
    static let limit = 16 << 20

    private let labels: [LabelID]
    private let relaysShadow: Bool
    private let limit: Int
    private let wanted: Set<[UInt8]>
    /// What must be found before the search can end.
    private var missing: Set<[UInt8]>
    /// Whether something was found and had no room.
    private var isFull = false
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
        missing = Set(labels.map(Self.key))
    }

    /// Whether nothing more is searched for: all was found, or there is no room for more.
    package var isComplete: Bool { missing.isEmpty || isFull && hasFirst }

    private var hasFirst: Bool { labels.first.map { !missing.contains(Self.key($0)) } ?? true }

    /// The id that must be found for a label: a row's is that of its line.
    private static func key(_ label: LabelID) -> [UInt8] { (label.isOfRow ? label.line : nil) ?? label.text }

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
        let isFirst = id == labels.first?.text || id == labels.first?.line
        guard isFirst || !isFull && size + bytes.count <= limit else {
            isFull = true
            return
        }
        missing.remove(id)
        size += bytes.count
        found[id] = FoundCapture(object: object, offset: offset, bytes: bytes.array)
    }

    /// What is known of the labels, now that the search is over.
    package func lookup() -> CaptureLookup {
        var lookup = CaptureLookup()
        lookup.found = found
        let missed = labels.filter { lookup.capture(of: $0) == nil }
        guard isFull else {
            lookup.absent = Set(missed.map(\.text))
            return lookup
        }
        lookup.absent = Set(missed.prefix(1).filter { $0 == labels.first }.map(\.text))
        // That a line was found says nothing of an id of its own that had no room, or was not come to.
        lookup.open = Set(labels.dropFirst().filter { found[$0.text] == nil && !$0.isOfRow }.map(\.text))
        return lookup
    }
}
