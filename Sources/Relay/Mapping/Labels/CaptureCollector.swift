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
    /// The ids that another line may still say something about: the service gives an id once, a caller perhaps again.
    private var unsettled: Set<[UInt8]>
    /// The ids of captures that were found and had no room.
    private var crowdedOut: Set<[UInt8]> = []
    private var found: [[UInt8]: FoundCapture] = [:]
    private var size = 0
    private var line = CaptureLine()

    /// A collector for the captures of some labels.
    package init(_ labels: [LabelID], relaysShadow: Bool, limit: Int = limit) {
        self.labels = labels
        self.relaysShadow = relaysShadow
        self.limit = limit
        wanted = Set(labels.flatMap { [$0.text, $0.line].compactMap(\.self) })
        unsettled = Set(labels.map(Self.key))
    }

    /// Whether nothing more is searched for: all is known, or there is no room for more.
    package var isComplete: Bool { unsettled.isEmpty || endsEarly }

    /// Whether it ends although more could be known, since that has no room.
    private var endsEarly: Bool {
        !crowdedOut.isEmpty && !unsettled.isEmpty && labels.first.map { !unsettled.contains(Self.key($0)) } ?? true
    }

    /// The id that must be found for a label: a row's is that of its line.
    private static func key(_ label: LabelID) -> [UInt8] { (label.isOfRow ? label.line : nil) ?? label.text }

    /// Takes a line, if it is a capture that is wanted.
    package mutating func take(_ bytes: Bytes, offset: Int, of object: ObjectReference) {
        guard bytes.isUTF8, (try? line.read(bytes)) != nil, line.kind == .capture, let data = line.captureData,
            relaysShadow || !line.isShadow, let token = line.inferenceID ?? line.eventID
        else { return }
        let id = token.plain(in: bytes)
        guard wanted.contains(id) else { return }
        if let known = found[id] {
            let isSame = known.bytes[known.data].elementsEqual(bytes.slice(data.start, data.end).array)
            if !isSame, known.rival == nil { found[id]?.rival = FoundCapture.place(object, offset) }
            return
        }
        let isFirst = id == labels.first?.text || id == labels.first?.line
        guard isFirst || crowdedOut.isEmpty && size + bytes.count <= limit else {
            crowdedOut.insert(id)
            return
        }
        if line.inferenceID == nil { unsettled.remove(id) }
        size += bytes.count
        found[id] = FoundCapture(object: object, offset: offset, bytes: bytes.array, data: data.start..<data.end)
    }

    /// What is known of the labels, now that the search is over.
    package func lookup() -> CaptureLookup {
        var lookup = CaptureLookup()
        lookup.found = found
        for label in labels {
            if isOpen(label) {
                lookup.open.insert(label.text)
            } else if lookup.capture(of: label) == nil {
                lookup.absent.insert(label.text)
            }
        }
        return lookup
    }

    /// Whether more must be found out about a label.
    private func isOpen(_ label: LabelID) -> Bool {
        guard unsettled.contains(Self.key(label)) else { return false }
        if endsEarly || crowdedOut.contains(label.text) { return true }
        // That its line was found says nothing of an id of its own that had no room.
        return found[label.text] == nil && label.line.map(crowdedOut.contains) ?? false
    }
}
