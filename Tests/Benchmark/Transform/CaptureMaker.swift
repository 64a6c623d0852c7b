import Files
import JSON

/// Makes captures from a fixed seed, the same on each run.
struct CaptureMaker {
    /// The feature whose values are words, and sometimes nothing.
    static let textColumn = 5

    private let kind: CaptureKind
    private var numbers = Numbers()

    init(_ kind: CaptureKind) {
        self.kind = kind
    }

    /// Writes captures to standard output.
    static func write(_ kind: CaptureKind, count: Int) throws {
        var maker = CaptureMaker(kind)
        let output = FileDescriptor(shared: 1)
        var lines = ByteBuffer(capacity: 1 << 20)
        if kind == .long {
            maker.append(count: count, to: &lines)
            return try output.write(lines.bytes)
        }
        for number in 0..<count {
            maker.appendLine(number, to: &lines)
            guard lines.count > 900_000 else { continue }
            try output.write(lines.bytes)
            lines.removeAll()
        }
        try output.write(lines.bytes)
    }

    /// Appends so many captures, or one of so many rows.
    mutating func append(count: Int, to lines: inout ByteBuffer) {
        guard kind == .long else {
            for number in 0..<count { appendLine(number, to: &lines) }
            return
        }
        appendLine(0, rows: count, to: &lines)
    }

    private mutating func appendLine(_ number: Int, rows: Int = 1, to lines: inout ByteBuffer) {
        lines.append(#"{"captureData":{"endpointInput":{"observedContentType":"#)
        appendType(to: &lines)
        lines.append(#","mode":"INPUT","data":""#)
        appendPayload(rows, to: &lines) { maker, payload in maker.appendRequest(to: &payload) }
        lines.append(#"","encoding":"#)
        appendEncoding(to: &lines)
        lines.append(#"},"endpointOutput":{"observedContentType":"#)
        appendType(ofAnswer: true, to: &lines)
        lines.append(#","mode":"OUTPUT","data":""#)
        appendPayload(rows, to: &lines) { maker, payload in maker.appendAnswer(to: &payload) }
        lines.append(#"","encoding":"#)
        appendEncoding(to: &lines)
        lines.append(#"}},"eventMetadata":{"eventId":""#)
        appendID(to: &lines)
        lines.append(#"","inferenceTime":"2026-11-20T"#)
        let second = number / 40
        appendClock(second / 3600 % 24, to: &lines)
        lines.append(":")
        appendClock(second / 60 % 60, to: &lines)
        lines.append(":")
        appendClock(second % 60, to: &lines)
        lines.append("Z\"},\"eventVersion\":\"0\"}\n")
    }

    private func appendType(ofAnswer: Bool = false, to lines: inout ByteBuffer) {
        switch kind {
        case .csv, .wide, .long: ofAnswer ? lines.append(#""text/csv; charset=utf-8""#) : lines.append(#""text/csv""#)
        case .json: lines.append(#""application/json""#)
        case .base64: lines.append(#""application/octet-stream""#)
        }
    }

    private func appendEncoding(to lines: inout ByteBuffer) {
        switch kind {
        case .csv, .wide, .long: lines.append(#""CSV""#)
        case .json: lines.append(#""JSON""#)
        case .base64: lines.append(#""BASE64""#)
        }
    }

    /// Appends the rows of one side, in BASE64 where that is the kind.
    private mutating func appendPayload(
        _ rows: Int, to lines: inout ByteBuffer, _ row: (inout CaptureMaker, inout ByteBuffer) -> Void
    ) {
        guard kind == .base64 else {
            for number in 0..<rows {
                if number > 0 { lines.append("\\n") }
                row(&self, &lines)
            }
            return
        }
        var payload = ByteBuffer(capacity: 1024)
        row(&self, &payload)
        lines.appendBase64(payload.bytes)
    }

    private mutating func appendRequest(to payload: inout ByteBuffer) {
        if kind == .json { payload.append(#"{\"instances\":[["#) }
        for column in 0..<kind.features {
            if column > 0 { payload.append(",") }
            appendValue(column, to: &payload)
        }
        if kind == .json { payload.append("]]}") }
    }

    private mutating func appendAnswer(to payload: inout ByteBuffer) {
        if kind == .json { payload.append(#"{\"predictions\":[{\"score\":"#) }
        payload.append("0.")
        numbers.appendDigits(16, to: &payload)
        if kind == .json { payload.append(#",\"predicted_label\":1}]}"#) }
    }

    private mutating func appendValue(_ column: Int, to payload: inout ByteBuffer) {
        switch column % 6 {
        case 0: payload.append(decimal: numbers.next(below: 250))
        case 1:
            payload.append(decimal: numbers.next(below: 400))
            payload.append(".")
            numbers.appendDigits(1, to: &payload)
        case 2:
            payload.append("-")
            payload.append(decimal: numbers.next(below: 3))
            payload.append(".")
            numbers.appendDigits(6, to: &payload)
        case 3:
            payload.append("0.")
            numbers.appendDigits(17, to: &payload)
        case 4: payload.append(decimal: numbers.next(below: 2))
        default:
            guard column == Self.textColumn else {
                payload.append(decimal: numbers.next(below: 99_999))
                payload.append(".")
                return numbers.appendDigits(2, to: &payload)
            }
            if kind == .json { payload.append("\\\"") }
            payload.append((["OH", "NY", "CA", "New Jersey", ""] as [StaticString])[numbers.next(below: 5)])
            if kind == .json { payload.append("\\\"") }
        }
    }

    /// A UUID as AWS writes one.
    private mutating func appendID(to lines: inout ByteBuffer) {
        numbers.appendDigits(8, to: &lines)
        lines.append("-")
        numbers.appendDigits(4, to: &lines)
        lines.append("-4")
        numbers.appendDigits(3, to: &lines)
        lines.append("-8")
        numbers.appendDigits(3, to: &lines)
        lines.append("-")
        numbers.appendDigits(12, to: &lines)
    }

    private func appendClock(_ number: Int, to lines: inout ByteBuffer) {
        if number < 10 { lines.append("0") }
        lines.append(decimal: number)
    }
}
