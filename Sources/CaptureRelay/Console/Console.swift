import Relay

/// Tells the user what happens, on standard error; standard output is for data.
final class Console: Log {
    /// The level from which messages are shown.
    var level: LogLevel

    /// Whether a progress line is drawn; by default, on a terminal.
    var showsProgress: Bool

    private let now: () -> ContinuousClock.Instant
    private let output: (String) -> Void
    private var lastDrawn: ContinuousClock.Instant?
    private var hasProgressLine = false

    /// A console that writes to standard error, unless it is told of another place and another clock.
    init(
        level: LogLevel = .info,
        showsProgress: Bool = StandardStream.error.isTerminal,
        now: @escaping () -> ContinuousClock.Instant = { .now },
        output: @escaping (String) -> Void = { StandardStream.error.write($0) }
    ) {
        self.level = level
        self.showsProgress = showsProgress
        self.now = now
        self.output = output
    }

    /// Writes a message in a line of its own, unless its level is not wanted.
    func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
        guard level >= self.level else { return }
        show(Self.label(level) + message().escaped)
    }

    /// Writes each sentence as an error, whatever the level, and then what to do next.
    func refuse(_ sentences: [String], advice: String) {
        for sentence in sentences { show(Self.label(.error) + sentence.escaped) }
        show(advice.escaped)
    }

    /// Draws the progress line anew, at most ten times a second.
    func progress(_ object: ObjectReference, bytes: Int, lines: Int) {
        guard showsProgress else { return }
        let now = now()
        if let lastDrawn, lastDrawn.duration(to: now) < .milliseconds(100) { return }
        lastDrawn = now
        hasProgressLine = true
        output("\r" + ProgressLine.text(object.uri, bytes: bytes, lines: lines) + "\u{1B}[K")
    }

    /// Takes the progress line away, so that something else can be written.
    func clearProgress() {
        guard hasProgressLine else { return }
        hasProgressLine = false
        output("\r\u{1B}[K")
    }

    /// Writes a help text or the version to standard output, and tells whether that was possible.
    static func print(_ text: String) -> Bool { StandardStream.output.write(text) }

    private func show(_ line: String) {
        clearProgress()
        output(line + "\n")
    }

    private static func label(_ level: LogLevel) -> String {
        switch level {
        case .debug: "debug: "
        case .info: ""
        case .warning: "warning: "
        case .error: "error: "
        }
    }
}
