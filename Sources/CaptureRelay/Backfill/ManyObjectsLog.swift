import Relay

/// Leaves out what is said of an object with which nothing is wrong: of a million objects that would be a million lines.
final class ManyObjectsLog: Log {
    private let console: Console

    /// A log that leads to a console.
    init(_ console: Console) {
        self.console = console
    }

    func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
        console.write(level == .info ? .debug : level, message())
    }

    func progress(_ object: ObjectReference, bytes: Int, lines: Int) {
        console.progress(object, bytes: bytes, lines: lines)
    }
}
