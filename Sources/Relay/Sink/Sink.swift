package import JSON

/// Where batches go: a monitor, or a file.
package protocol Sink: AnyObject {
    /// How it wants its rows put together.
    var layout: BatchLayout { get }

    /// Delivers a batch; returning means that all its rows were accepted.
    func publish(_ body: Bytes, rows: Int) async throws(SinkError)

    /// Makes sure that what was accepted stays, at the end of an object.
    func finish() async throws(SinkError)
}

/// Why a batch was not delivered; each case is a sentence with the next step.
package enum SinkError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotWrite(path: String, reason: String)

    /// The sentence.
    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "the rows cannot be written to \(path): \(reason). Check RELAY_FILE"
        case .cannotWrite(let path, let reason):
            "writing rows to \(path) failed: \(reason). What was counted as accepted is there, the rest is not"
        }
    }
}
