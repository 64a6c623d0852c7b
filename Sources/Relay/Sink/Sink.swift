package import HTTP

/// Where batches go: a monitor, or a file.
///
/// It tries once and judges; when to try again, to divide or to give up is decided by `Delivery`.
package protocol Sink: Sendable {
    /// How it wants its rows put together.
    var layout: BatchLayout { get }

    /// What it can take, whatever the settings allow.
    var ceilings: SinkCeilings { get }

    /// Sends some rows once.
    func send(_ shipment: Shipment) async -> Verdict

    /// What became of a request that was pending when an earlier run ended: as `send` would say it.
    func ending(ofRequest id: String, before deadline: ContinuousClock.Instant?) async -> Verdict

    /// Makes sure that what was accepted stays, before it is relied upon.
    func secure() async throws(SinkError)
}

extension Sink {
    /// A monitor that answers at once has nothing pending: what an earlier run asked for is sent again.
    package func ending(ofRequest id: String, before deadline: ContinuousClock.Instant?) async -> Verdict {
        .retry(reason: "nothing is known of the request \(id)")
    }

    /// A monitor that accepted has the rows.
    package func secure() async throws(SinkError) {}
}

/// What goes into one request.
package struct Shipment: Equatable, Sendable {
    /// The rows, put together as the sink wants them.
    package var content: HTTPBody
    /// How many there are.
    package var rows: Int
    /// How many records they are: as many, unless a line's rows stand together in one.
    package var records: Int
    /// How often these rows were sent before, to no avail.
    package var retry = 0
    /// When the request must be over.
    package var deadline: ContinuousClock.Instant?

    /// A shipment.
    package init(
        _ content: HTTPBody, rows: Int, records: Int? = nil, retry: Int = 0, deadline: ContinuousClock.Instant? = nil
    ) {
        self.content = content
        self.rows = rows
        self.records = records ?? rows
        self.retry = retry
        self.deadline = deadline
    }

    /// A shipment of an array.
    package init(
        body: [UInt8], rows: Int, records: Int? = nil, retry: Int = 0, deadline: ContinuousClock.Instant? = nil
    ) {
        self.init(.array(body), rows: rows, records: records, retry: retry, deadline: deadline)
    }

    /// The rows as an array.
    package var body: [UInt8] { content.array }
}

/// What a sink can take.
package struct SinkCeilings: Equatable, Sendable {
    /// The most rows of a batch.
    package var rows: Int?
    /// The most batches at a time.
    package var concurrency: Int?
    /// Whether a row that makes a batch too large by itself cannot be sent; a file takes any.
    package var limitsRows = true
    /// Whether it can refuse a row, so that the lines behind the rows must be at hand.
    package var refusesRows = true

    /// No ceilings of its own.
    package init() {}
}

/// Why rows could not be put where they should stay; each case is a sentence with the next step.
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
