package import HTTP

/// A sink that sends its batches to a monitor over HTTP.
package protocol MonitorSink: Sink {
    /// The request for some rows as it is sent, but with asterisks for its secrets, no signature and a body that is not
    /// compressed; nothing is fetched for it.
    func preview(of shipment: Shipment) -> HTTPRequest

    /// Why nothing can be sent whatever it is, if that is known without asking.
    var obstacle: Verdict? { get }
}

extension MonitorSink {
    package var obstacle: Verdict? { nil }
}

extension Matter {
    /// How a monitor is asked to take rows: labels change what is there already.
    var method: String { self == .inferences ? "POST" : "PATCH" }
}

/// A verdict that is reached before all that would have been done for it.
struct Judged: Error {
    let verdict: Verdict

    init(_ verdict: Verdict) {
        self.verdict = verdict
    }
}

/// What a monitor answered, and what of the request must not be told.
struct MonitorAnswer: Sendable {
    let response: HTTPResponse
    let secrets: [String]

    /// Blots out what must not be told.
    var concealment: Concealment { Concealment(secrets) }
}
