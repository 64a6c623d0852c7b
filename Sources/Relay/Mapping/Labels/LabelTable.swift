package import JSON

/// A table of labels in CSV: its header, and which cells of a record it makes the id and the labels.
package struct LabelTable: Equatable, Sendable {
    /// What the first line of an object turns out to be.
    package enum Recognition: Equatable, Sendable {
        /// The header of a table of labels.
        case table(LabelTable)
        /// The header of a table that has labels and cannot be read, with the reason in words.
        case unusable(reason: String)
        /// The header of some other table, with the reason in words why it is none of labels.
        case other(reason: String)

        /// Labels must not be lost; what may be anything is left alone.
        fileprivate init(_ reason: String, hasLabels: Bool) {
            self = hasLabels ? .unusable(reason: reason) : .other(reason: reason)
        }
    }

    /// The names that an id goes by where none was set, in letters of either case.
    private static let usualIDs = ["id", "eventid", "event_id", "inferenceid", "inference_id"]

    /// The header as it was written.
    package let header: [UInt8]

    /// Where the header begins in the object.
    package var offset = 0

    /// How many cells a record has.
    let width: Int

    /// The cell of the id.
    let id: Int

    /// The cell of each label column; none for one that may be missing and is.
    let cells: [Int?]

    /// Recognises a table by the first bytes of an object; nothing where they are no header that has to do with labels.
    package static func recognise(_ head: Bytes, isWhole: Bool, _ settings: LabelSettings) -> Recognition? {
        var start = 0
        while start < head.count, head[start] <= 0x20 { start += 1 }
        guard start < head.count, head[start] != 0x7B, head[start] != 0x5B else { return nil }
        let end = head.firstIndex(of: 0x0A, from: start)
        guard end != nil || isWhole else { return tooLong(head.slice(start, head.count), settings) }
        let found = recognise(header: head.slice(start, end ?? head.count), settings)
        guard case .table(var table)? = found else { return found }
        table.offset = start
        return .table(table)
    }

    /// Whether a table begins that has an id by one of the usual names beside another column, for who names no labels.
    package static func hasUsualID(_ head: Bytes, isWhole: Bool) -> Bool {
        guard case .table(let table)? = recognise(head, isWhole: isWhole, LabelSettings([])) else { return false }
        return table.width > 1
    }

    /// Recognises a header that stands alone.
    package static func recognise(header line: Bytes, _ settings: LabelSettings) -> Recognition? {
        let isCRLF = line.count > 0 && line[line.count - 1] == 0x0D
        let header = line.slice(0, isCRLF ? line.count - 1 : line.count)
        guard let names = names(in: header) else { return nil }
        let wanted = settings.columns.map(\.name)
        let isOfLabels = names.contains { wanted.contains($0) }
        let ids = idCells(names, settings)
        guard isOfLabels || !ids.isEmpty else { return nil }
        let list = "its header has \(names.map { "'\($0.escaped)'" }.joined(separator: ", "))"
        for column in settings.columns where !column.isOptional && !names.contains(column.name) {
            return Recognition(
                "it is a table without the label column '\(column.name)': \(list); name the columns alike in "
                    + "CAPTURE_LABEL_COLUMNS, or write \(column.name)? if it may be missing", hasLabels: isOfLabels)
        }
        if let name = wanted.first(where: { name in names.count { $0 == name } > 1 }) {
            return .unusable(reason: "it is a table that has the label column '\(name)' twice: \(list)")
        }
        guard ids.count < 2 else {
            return Recognition(
                "it is a table with several columns that may be the id: \(list); leave one of them, or name it in "
                    + "CAPTURE_ID_COLUMN", hasLabels: isOfLabels)
        }
        guard let id = ids.first ?? onlyOther(names, wanted) else {
            return .unusable(
                reason: "it is a table of labels without a column for their ids: \(list); name it 'id', or as "
                    + "CAPTURE_ID_COLUMN says")
        }
        return .table(
            LabelTable(
                header: header.array, width: names.count, id: id, cells: wanted.map { names.firstIndex(of: $0) }))
    }

    /// The first cell, where it is the only one that is no label: then it can be nothing but the id.
    private static func onlyOther(_ names: [String], _ wanted: [String]) -> Int? {
        !wanted.contains(names[0]) && names.dropFirst().allSatisfy(wanted.contains) ? 0 : nil
    }

    /// The cells that the id may stand in: the one of the name that was set, else those of usual names.
    private static func idCells(_ names: [String], _ settings: LabelSettings) -> [Int] {
        if let name = settings.idColumn {
            let cells = names.indices.filter { names[$0] == name }
            if !cells.isEmpty { return cells }
        }
        return names.indices.filter { index in
            usualIDs.contains(names[index].lowercased()) && !settings.columns.contains { $0.name == names[index] }
        }
    }

    private static func names(in header: Bytes) -> [String]? {
        guard header.isUTF8 else { return nil }
        var text = ByteBuffer()
        text.reserve(header.count * 2)
        text.append(header)
        var records = CSVRecords()
        guard (try? records.read(text.bytes(0, header.count), room: &text)) != nil, records.count == 1 else {
            return nil
        }
        return records.cells.indices.map { index in
            let name = records.cells[index].bytes(in: text.bytes).text
            return String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// What has the beginning of a header that does not end where it is looked for.
    private static func tooLong(_ head: Bytes, _ settings: LabelSettings) -> Recognition? {
        guard let comma = (0..<head.count).last(where: { head[$0] == 0x2C }),
            let names = names(in: head.slice(0, comma))
        else { return nil }
        let isOfLabels = settings.columns.contains { names.contains($0.name) }
        guard isOfLabels || !idCells(names, settings).isEmpty else { return nil }
        return Recognition(
            "it looks like a table of labels, but its header is longer than \(ObjectKind.headLength) bytes; leave "
                + "out the columns that are no labels", hasLabels: isOfLabels)
    }
}
