import JSON

/// Reads capture lines, and those that are alike in a fraction of the time.
///
/// SageMaker writes the captures of an endpoint alike: all but the payloads, the ids and the time is the same, byte for
/// byte. So the pieces between these values are expected in the next line too, and then all stands where it stood, moved
/// by the lengths of the values. A line that differs in a single byte is read in full: what a line says never depends
/// on another.
struct CaptureReader: ~Copyable {
    /// The line that was read last.
    var line = CaptureLine()

    private var pattern = CapturePattern()

    /// How often another pattern may be learned: where no two lines are alike it is not worth the time.
    private var patience = Self.mostPatience
    private static let mostPatience = 16

    /// Begins another object.
    mutating func begin() {
        pattern.forget()
        patience = Self.mostPatience
    }

    /// Reads a line, strictly.
    mutating func read(_ bytes: Bytes) throws(LineProblem) {
        if pattern.read(bytes, into: &line) { return }
        pattern.forget()
        try line.read(bytes)
        guard patience > 0 else { return }
        patience -= 1
        pattern.learn(line, bytes)
    }
}
