import Relay
import Synchronization

/// Tells the user what happens, on standard error; standard output is for data.
final class Console: Log {
    private struct State {
        var level: LogLevel
        var showsProgress: Bool
        var lastDrawn: ContinuousClock.Instant?
        var hasProgressLine = false
    }

    private let now: @Sendable () -> ContinuousClock.Instant
    private let output: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// A console that writes to standard error, unless it is told of another place and another clock.
    init(
        level: LogLevel = .info,
        showsProgress: Bool = StandardStream.error.isTerminal,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        output: @escaping @Sendable (String) -> Void = { StandardStream.error.write($0) }
    ) {
        state = Mutex(State(level: level, showsProgress: showsProgress))
        self.now = now
        self.output = output
    }

    /// The level from which messages are shown.
    var level: LogLevel {
        get { state.withLock { $0.level } }
        set { state.withLock { $0.level = newValue } }
    }

    /// Whether a progress line is drawn; by default, on a terminal.
    var showsProgress: Bool {
        get { state.withLock { $0.showsProgress } }
        set { state.withLock { $0.showsProgress = newValue } }
    }

    /// Writes a message in a line of its own, unless its level is not wanted.
    func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
        guard level >= self.level else { return }
        show(Self.label(level) + message().escaped)
    }

    /// Writes lines that were asked for, whatever the level.
    func tell(_ lines: [String]) {
        for line in lines { show(line.escaped) }
    }

    /// Writes each sentence as an error, whatever the level, and then what to do next.
    func refuse(_ sentences: [String], advice: String) {
        for sentence in sentences { show(Self.label(.error) + sentence.escaped) }
        show(advice.escaped)
    }

    func progress(_ object: ObjectReference, bytes: Int, lines: Int) {
        progress(ProgressLine.text(object.uri, bytes: bytes, lines: lines))
    }

    /// Draws the progress line anew, at most ten times a second.
    func progress(_ line: @autoclosure () -> String) {
        state.withLock { state in
            guard state.showsProgress else { return }
            let now = now()
            if let last = state.lastDrawn, last.duration(to: now) < .milliseconds(100) { return }
            state.lastDrawn = now
            state.hasProgressLine = true
            output("\r" + line() + "\u{1B}[K")
        }
    }

    /// Takes the progress line away, so that something else can be written.
    func clearProgress() {
        state.withLock { clearProgress(&$0) }
    }

    /// Writes a help text or the version to standard output, and tells whether that was possible.
    static func print(_ text: String) -> Bool { StandardStream.output.write(text) }

    private func show(_ line: String) {
        state.withLock { state in
            clearProgress(&state)
            output(line + "\n")
        }
    }

    private func clearProgress(_ state: inout State) {
        guard state.hasProgressLine else { return }
        state.hasProgressLine = false
        output("\r\u{1B}[K")
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
