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
    private var budget = LearningBudget()

    /// Begins another object.
    mutating func begin() {
        pattern.forget()
        budget = LearningBudget()
    }

    /// Reads a line, strictly.
    mutating func read(_ bytes: Bytes) throws(LineProblem) {
        if pattern.read(bytes, into: &line) { return budget.earn() }
        pattern.forget()
        try line.read(bytes)
        if budget.spend() { pattern.learn(line, bytes) }
    }
}
