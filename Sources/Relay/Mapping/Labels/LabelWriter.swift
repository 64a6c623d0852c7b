import JSON

/// Writes rows of labels as JSON: `{"id":"…","churned":1}`, or the values alone.
struct LabelWriter: ~Copyable {
    private let form: LabelSettings.Form
    private let types: [ColumnType?]
    /// What stands before each value: `,"name":`, or a comma.
    private let places: [[UInt8]]
    private let idPlace: [UInt8]
    private var values = ValueWriter()
    private var isFirst = true

    /// A writer for the columns of the settings.
    init(_ settings: LabelSettings) {
        form = settings.form
        types = settings.columns.map(\.type)
        idPlace = Self.name(settings.idName, behind: 0x7B)
        places = settings.columns.map { Self.name($0.name, behind: 0x2C) }
    }

    private static func name(_ name: String, behind separator: UInt8) -> [UInt8] {
        var place = ByteBuffer()
        place.append(separator)
        place.appendJSON(name)
        place.append(0x3A)
        return place.bytes.array
    }

    /// Begins a row; with several rows of one id each has its number behind it, as captures have.
    mutating func begin(_ id: Bytes, _ row: Int, of rows: Int, into buffer: inout ByteBuffer) {
        isFirst = true
        guard form == .object else { return buffer.append(0x5B) }
        buffer.append(contentsOf: idPlace)
        buffer.append(0x22)
        buffer.append(id)
        if rows > 1 {
            buffer.append(0x2D)
            buffer.append(decimal: row)
        }
        buffer.append(0x22)
    }

    /// Appends the value of a column; false where its type refuses it.
    mutating func append(
        _ cell: Cell, _ column: Int, of payload: Payload, _ room: borrowing ByteBuffer, into buffer: inout ByteBuffer
    ) -> Bool {
        if form == .object { buffer.append(contentsOf: places[column]) } else { separate(&buffer) }
        guard let type = types[column] else {
            values.append(cell, of: payload, room, to: &buffer)
            return true
        }
        return values.append(cell, as: type, of: payload, room, to: &buffer)
    }

    /// Appends values that are written already, with commas between them.
    mutating func append(_ values: Bytes, into buffer: inout ByteBuffer) {
        guard !values.isEmpty else { return }
        separate(&buffer)
        buffer.append(values)
    }

    private mutating func separate(_ buffer: inout ByteBuffer) {
        if !isFirst { buffer.append(0x2C) }
        isFirst = false
    }

    /// Ends a row.
    func end(into buffer: inout ByteBuffer) {
        buffer.append(form == .object ? 0x7D : 0x5D)
    }
}
