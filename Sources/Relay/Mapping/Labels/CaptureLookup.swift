/// A capture that was found for a label.
package struct FoundCapture: Equatable, Sendable {
    /// Where it was found.
    let object: ObjectReference
    /// Where its line begins.
    let offset: Int
    /// The line.
    let bytes: [UInt8]
    /// Where in the line stands what was asked and answered.
    let data: Range<Int>
    /// Where another capture of the same id was found that says something else, if one was.
    var rival: String?

    /// Where it begins, for people.
    var place: String { Self.place(object, offset) }

    /// Where a capture begins, for people.
    static func place(_ object: ObjectReference, _ offset: Int) -> String { "\(object.uri), byte \(offset)" }
}

/// What is known of the captures of some labels.
package struct CaptureLookup: Equatable, Sendable {
    /// The captures that were found, by their ids.
    var found: [[UInt8]: FoundCapture] = [:]
    /// The ids of labels that no capture was found for.
    var absent: Set<[UInt8]> = []
    /// The ids of labels that more must be found out about.
    var open: Set<[UInt8]> = []

    /// Nothing is known.
    package init() {}

    /// Whether the captures were searched for that of a label.
    package func knows(_ id: LabelID) -> Bool {
        !open.contains(id.text) && (capture(of: id) != nil || absent.contains(id.text))
    }

    /// The capture of a label, and the row that the label is of where it names one.
    func capture(of id: LabelID) -> (capture: FoundCapture, row: Int?)? {
        if let capture = found[id.text] { return (capture, nil) }
        guard let line = id.line, let capture = found[line] else { return nil }
        return (capture, id.row)
    }
}
