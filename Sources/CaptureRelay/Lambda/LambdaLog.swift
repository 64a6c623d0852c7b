import JSON
import Lambda
import Relay

/// The log in Lambda: a line on standard error for each message, with the invocation that it belongs to.
final class LambdaLog: Log {
    /// The level from which messages are written.
    var level = LogLevel.info

    /// The invocation that lines belong to, if any.
    private(set) var requestID: String?

    private let format: LogFormat
    private let wallMilliseconds: () -> Int
    private let output: (String) -> Void
    private var traceID: String?

    /// A log that writes to standard error, unless it is told of another place and another clock.
    init(
        format: LogFormat,
        wallMilliseconds: @escaping () -> Int = WallClock.milliseconds,
        output: @escaping (String) -> Void = { StandardStream.error.write($0) }
    ) {
        self.format = format
        self.wallMilliseconds = wallMilliseconds
        self.output = output
    }

    /// Names an invocation in all lines from now on.
    func begin(_ invocation: Lambda.Invocation) {
        requestID = invocation.requestID
        traceID = invocation.traceID
    }

    /// Names no invocation from now on.
    func end() {
        requestID = nil
        traceID = nil
    }

    func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
        guard level >= self.level else { return }
        switch format {
        case .text: output(textLine(level, message()))
        case .json: output(jsonLine(level, message()))
        }
    }

    /// Nothing: nobody looks on, and every line costs.
    func progress(_ object: ObjectReference, bytes: Int, lines: Int) {}

    private func textLine(_ level: LogLevel, _ message: String) -> String {
        let request = requestID.map { "RequestId: \($0.escaped) " } ?? ""
        return "\(level.lambdaName) \(request)\(message.escaped)\n"
    }

    private func jsonLine(_ level: LogLevel, _ message: String) -> String {
        var buffer = ByteBuffer()
        buffer.append(text: #"{"timestamp":"\#(Timestamp.text(milliseconds: wallMilliseconds()))","level":""#)
        buffer.append(text: level.lambdaName)
        buffer.append("\",\"message\":")
        buffer.appendJSON(message)
        for case (let name, let value?) in [("requestId", requestID), ("traceId", traceID)] {
            buffer.append(text: ",\"\(name)\":")
            buffer.appendJSON(value)
        }
        buffer.append("}\n")
        return buffer.bytes.text
    }
}

extension Timestamp {
    /// `2026-01-01T00:00:00.000Z`, from milliseconds since 1970.
    static func text(milliseconds: Int) -> String {
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return Timestamp(seconds: milliseconds / 1000).text(zone: ".\(fraction)Z")
    }
}
