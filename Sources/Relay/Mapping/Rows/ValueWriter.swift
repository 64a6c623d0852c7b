import JSON

/// Writes one value of a row as JSON, as it is or as its column's type demands.
struct ValueWriter: ~Copyable {
    private var resolved = ByteBuffer()

    /// Appends a value that has no type: CSV stays text, JSON keeps its own type, and numbers keep every digit.
    @inline(__always)
    func append(_ cell: Cell, of payload: Payload, _ room: borrowing ByteBuffer, to buffer: inout ByteBuffer) {
        switch cell.kind {
        case .text:
            buffer.append(0x22)
            let text = payload.textOrRoom(room, cell)
            if payload.isPlain {
                buffer.append(text)
            } else {
                buffer.appendJSONText(text, hasLoneSurrogate: payload.hasLoneSurrogate)
            }
            buffer.append(0x22)
        default:
            appendJSON(cell, of: payload, to: &buffer)
        }
    }

    private func appendJSON(_ cell: Cell, of payload: Payload, to buffer: inout ByteBuffer) {
        let text = cell.bytes(in: payload.text)
        switch cell.kind {
        case .string, .text:
            buffer.append(0x22)
            payload.hasLoneSurrogate ? buffer.appendJSONKeepingEscapes(text) : buffer.append(text)
            buffer.append(0x22)
        case .number, .true, .false:
            buffer.append(text)
        case .nested:
            guard payload.hasLoneSurrogate else { return buffer.appendCompacted(text) }
            var compacted = ByteBuffer(capacity: text.count)
            compacted.appendCompacted(text)
            buffer.appendJSONKeepingEscapes(compacted.bytes)
        case .nonFinite, .null, .missing:
            buffer.append("null")
        }
    }

    /// Appends a value of a typed column; false where the type refuses it.
    mutating func append(
        _ cell: Cell,
        as type: ColumnType,
        of payload: Payload,
        _ room: borrowing ByteBuffer,
        to buffer: inout ByteBuffer
    ) -> Bool {
        switch cell.kind {
        case .nonFinite, .null, .missing:
            buffer.append("null")
            return true
        case .nested:
            return false
        case .text:
            let text = payload.textOrRoom(room, cell)
            guard !text.isEmpty else {
                buffer.append("null")
                return true
            }
            if type == .string {
                append(cell, of: payload, room, to: &buffer)
                return true
            }
            return append(text, as: type, to: &buffer)
        case .true, .false:
            guard type == .string || type == .bool else { return false }
            return append(cell.bytes(in: payload.text), as: type, to: &buffer)
        case .string:
            let text = cell.bytes(in: payload.text)
            if type == .string {
                appendJSON(cell, of: payload, to: &buffer)
                return true
            }
            guard !text.isEmpty else {
                buffer.append("null")
                return true
            }
            resolved.removeAll(keepingAtMost: 4096)
            _ = resolved.appendUnescaped(text)
            return append(resolved.bytes, as: type, to: &buffer)
        case .number:
            return append(cell.bytes(in: payload.text), as: type, to: &buffer)
        }
    }

    private func append(_ text: Bytes, as type: ColumnType, to buffer: inout ByteBuffer) -> Bool {
        switch type {
        case .string:
            buffer.append(0x22)
            buffer.append(text)
            buffer.append(0x22)
            return true
        case .bool:
            return appendBool(text, to: &buffer)
        case .int, .float:
            guard let number = DecimalNumber(text) else {
                guard isNonFinite(text) else { return false }
                buffer.append("null")
                return true
            }
            return type == .int ? appendInt(number, to: &buffer) : appendFloat(number, to: &buffer)
        }
    }

    private func appendInt(_ number: DecimalNumber, to buffer: inout ByteBuffer) -> Bool {
        guard number.isWhole else { return false }
        if number.isNegative, !number.whole.isEmpty { buffer.append(0x2D) }
        if number.whole.isEmpty { buffer.append(0x30) } else { buffer.append(number.whole) }
        return true
    }

    /// A number that no double can hold is an infinity by the time the monitor has read it.
    private func appendFloat(_ number: DecimalNumber, to buffer: inout ByteBuffer) -> Bool {
        let start = buffer.count
        if number.isNegative { buffer.append(0x2D) }
        if number.whole.isEmpty { buffer.append(0x30) } else { buffer.append(number.whole) }
        if !number.fraction.isEmpty {
            buffer.append(0x2E)
            buffer.append(number.fraction)
        }
        if !number.exponent.isEmpty {
            buffer.append(0x65)
            buffer.append(number.exponent)
        }
        let mayOverflow = number.whole.count > 200 || number.exponent.count > 2
        if mayOverflow, Double(buffer.bytes(start, buffer.count).text)?.isInfinite ?? false {
            buffer.truncate(to: start)
            buffer.append("null")
        }
        return true
    }

    private func appendBool(_ text: Bytes, to buffer: inout ByteBuffer) -> Bool {
        switch text.text.lowercased() {
        case "true", "1": buffer.append("true")
        case "false", "0": buffer.append("false")
        default: return false
        }
        return true
    }

    private func isNonFinite(_ text: Bytes) -> Bool {
        guard text.count <= 12 else { return false }
        let word = text.text.lowercased().drop { $0 == "+" || $0 == "-" || $0 == " " }
        return ["nan", "inf", "infinity"].contains(String(word))
    }
}
