import JSON
import Lambda
import Relay
import Synchronization

/// The log in Lambda: a line on standard error for each message, with the invocation that it belongs to.
final class LambdaLog: Log {
    private struct State {
        var level = LogLevel.info
        var requestID: String?
        var traceID: String?
    }

    private let format: LogFormat
    private let wallMilliseconds: @Sendable () -> Int
    private let output: @Sendable (String) -> Void
    private let state = Mutex(State())

    /// A log that writes to standard error, unless it is told of another place and another clock.
    init(
        format: LogFormat,
        wallMilliseconds: @escaping @Sendable () -> Int = WallClock.milliseconds,
        output: @escaping @Sendable (String) -> Void = { StandardStream.error.write($0) }
    ) {
        self.format = format
        self.wallMilliseconds = wallMilliseconds
        self.output = output
    }

    /// The level from which messages are written.
    var level: LogLevel {
        get { state.withLock { $0.level } }
        set { state.withLock { $0.level = newValue } }
    }

    /// The invocation that lines belong to, if any.
    var requestID: String? { state.withLock { $0.requestID } }

    /// Names an invocation in all lines from now on.
    func begin(_ invocation: Lambda.Invocation) {
        state.withLock { state in
            state.requestID = invocation.requestID
            state.traceID = invocation.traceID
        }
    }

    /// Names no invocation from now on.
    func end() {
        state.withLock { state in
            state.requestID = nil
            state.traceID = nil
        }
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
        let names = state.withLock { [("requestId", $0.requestID), ("traceId", $0.traceID)] }
        for case (let name, let value?) in names {
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
