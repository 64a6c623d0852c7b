import JSON

/// What an object is, and which sink and mapping that means.
extension ObjectRelay {
    /// Tells by its first bytes what the object is, and turns to that; whether it can be relayed as what it is.
    mutating func recognise(_ acceptsQuarantine: Bool) -> Bool {
        // Always so many, however the chunks were cut, so that the same object is always the same kind.
        let head = work.lines.head.slice(0, min(work.lines.head.count, ObjectKind.headLength))
        switch ObjectKind.recognise(head) {
        case .captures(let form):
            work.lines.form = form
            if form == .lines, let fault = recogniseTable(head) {
                ending.fail(fault)
                return false
            }
            if matter == .inferences, ending.skipReason == nil { return hasColumns(for: head) }
        case .groundTruth(let form):
            work.lines.form = form
            if let labelSink = ends.labelSink { turnToLabels(labelSink) }
        case .quarantine where acceptsQuarantine:
            work.holdsQuarantine = true
            work.lines.form = ObjectKind.form(of: head)
            guard ObjectKind.matterOfQuarantine(head) == .labels else { return hasColumns(for: head) }
            guard let labelSink = ends.labelSink else {
                ending.fail("it holds labels that were quarantined; name their columns in CAPTURE_LABEL_COLUMNS")
                return false
            }
            turnToLabels(labelSink)
        case .quarantine:
            ending.skipReason =
                "it holds lines that this program quarantined; replay the file by its name to try them again"
        case .other(let reason):
            ending.skipReason = reason
        }
        return ending.skipReason == nil
    }

    /// Whether captures can be relayed: where only labels have columns, they cannot.
    private mutating func hasColumns(for head: Bytes) -> Bool {
        let hasContent = (0..<head.count).contains { head[$0] > 0x20 }
        guard settings.requiresColumns, hasContent, settings.mapping.hasNoColumns else { return true }
        ending.fail(
            "it holds captures, but no columns are named for them; set CAPTURE_INPUT_COLUMNS or CAPTURE_OUTPUT_COLUMNS, or "
                + "send captures to a function of their own")
        return false
    }

    /// Tells whether it is a table of labels; why it cannot be relayed, if it is one and cannot.
    private mutating func recogniseTable(_ head: Bytes) -> String? {
        let isWhole = work.lines.isComplete && head.count == work.lines.head.count
        guard let labels = settings.mapping.labels, let labelSink = ends.labelSink else {
            guard LabelTable.hasUsualID(head, isWhole: isWhole) else { return nil }
            ending.skipReason =
                "it looks like a table of labels; to relay it, name its columns in CAPTURE_LABEL_COLUMNS"
            return nil
        }
        switch LabelTable.recognise(head, isWhole: isWhole, labels) {
        case .table(var table):
            table.offset += work.lines.position
            work.lines.form = .records
            turnToLabels(labelSink, table)
        case .unusable(let reason): return reason
        case .other(let reason): ending.skipReason = reason
        case nil: break
        }
        return nil
    }

    /// Turns to labels, which become rows of another kind and go to a sink of their own.
    private mutating func turnToLabels(_ labelSink: any Sink, _ table: LabelTable? = nil) {
        matter = .labels
        sink = labelSink
        streak = ends.labelStreak
        work.turn(to: .labels, table, Self.options(sink, ends, settings))
    }
}
