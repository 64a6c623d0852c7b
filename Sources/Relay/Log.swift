/// How much a message matters to the person who reads the log.
package enum LogLevel: Int, Comparable, Sendable {
    case debug
    case info
    case warning
    case error

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}

/// Where the relay says what it does; standard error on a laptop.
package protocol Log: AnyObject, Sendable {
    /// Writes a message, unless its level is not wanted.
    func write(_ level: LogLevel, _ message: @autoclosure () -> String)

    /// Tells how far the current object is; shown on a terminal only.
    func progress(_ object: ObjectReference, bytes: Int, lines: Int)
}
