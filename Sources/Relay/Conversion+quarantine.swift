import JSON

/// Lines that cannot be relayed, and those that could not in an earlier run.
extension Conversion {
    /// A quarantined line is mapped as if its object were read again, and only its outstanding rows are sent.
    mutating func takeQuarantined(_ line: Line) throws(LineProblem) {
        let record = try QuarantineRecord(parsing: line.bytes)
        guard record.data.count <= options.lineLimit else {
            throw LineProblem(
                .overLimit, "the original line is longer than RELAY_LINE_LIMIT (\(options.lineLimit) bytes)")
        }
        original.removeAll(keepingAtMost: 1 << 20)
        original.append(contentsOf: record.data)
        current.bytes = original.bytes
        current.origin = LineOrigin(
            object: record.object, line: record.line, offset: record.offset, rows: record.rows,
            subject: record.subject)
        mapping.begin(record.object)
        try turn(to: record.subject)
        if let label = mapping.lonelyLabel(of: original.bytes, offset: record.offset) { return putBack(label) }
        switch try mapping.read(original.bytes, offset: record.offset) {
        case .ignored(let reason): ignore(reason)
        case .rows(let count):
            guard record.rows?.allSatisfy({ $0 < count }) ?? true else {
                throw LineProblem(.unreadableQuarantine, "the record names a row that the line does not have")
            }
            begin(rows: record.rows?.count ?? count, original.bytes)
        }
    }

    /// Turns to the table of a line, where it comes from one; what is about something else has another sink.
    private mutating func turn(to other: LineSubject) throws(LineProblem) {
        guard other.matter == subject.matter else {
            let (own, rest) =
                subject.matter == .labels ? ("a capture", "labels") : ("a label", "captures")
            throw LineProblem(
                .otherMatter,
                "the record is of \(own), but the file begins with \(rest); replay it in a file of its own")
        }
        guard other.header != subject.header else { return }
        guard let header = other.header, let labels = options.mapping.labels else {
            mapping.turn(to: other.matter)
            subject = other
            return
        }
        var line = ByteBuffer()
        line.append(contentsOf: header)
        switch LabelTable.recognise(header: line.bytes, labels) {
        case .table(var table):
            // The header itself was never quarantined.
            table.offset = -1
            mapping.turn(to: .labels, table)
            subject = other
        case .unusable(let reason), .other(let reason): throw LineProblem(.notALabel, reason)
        case nil: throw LineProblem(.notALabel, "the header of its table has nothing to do with labels")
        }
    }

    /// Counts a line that cannot be relayed, and keeps it or says where it is.
    mutating func quarantine(_ problem: LineProblem) {
        let place = current
        current = Current()
        tally.quarantined += 1
        guard let data = place.bytes else { return }
        guard options.keepsQuarantine else { return point(problem, place, length: data.count) }
        recordedLines += 1
        QuarantineRecord.append(
            problem,
            of: place.origin?.object ?? object,
            line: place.origin?.line ?? place.line,
            offset: place.origin?.offset ?? place.offset,
            rows: place.origin?.rows,
            subject: place.origin?.subject ?? LineSubject(),
            data: data,
            time: Timestamp.now.text(),
            to: &records
        )
    }

    mutating func point(_ line: Line) {
        tally.quarantined += 1
        let problem = LineProblem(.overLimit, "the line is longer than RELAY_LINE_LIMIT (\(options.lineLimit) bytes)")
        point(problem, current, length: line.length)
    }

    private func point(_ problem: LineProblem, _ place: Current, length: Int) {
        pointers.point(
            to: place.origin?.line ?? place.line, at: place.origin?.offset ?? place.offset, length: length,
            of: place.origin?.object ?? object, problem)
    }
}
