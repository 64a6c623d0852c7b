/// A request, all of it but the connection.
package struct HTTPRequest: Sendable {
    /// Who is asked, and so whether a proxy stands between.
    package enum Route: Sendable {
        /// A host out there, through the proxy that the environment names.
        case outside
        /// A host of the machine's own (the Runtime API, metadata, container credentials), never through a proxy.
        case machine
    }

    /// The method.
    package var method: String
    /// The URL, with path and query encoded already; it is sent as it stands.
    package var url: String
    /// The header fields.
    package var fields: HTTPFields
    /// What is sent, if anything is.
    package var content: HTTPBody?
    /// Who is asked.
    package var route = Route.outside
    /// How long the connection may take to come about.
    package var connectTimeout = Duration.seconds(5)
    /// How long nothing may come or go; `nil` waits as long as it takes.
    package var stallTimeout: Duration? = .seconds(20)
    /// When all must be over.
    package var deadline: ContinuousClock.Instant?
    /// Whether it ends when the process is asked to stop; an answer that is still owed does not.
    package var isInterruptible = true
    /// Whether it is never sent twice, at the price of a new connection: where a kept one breaks, nobody can tell whether
    /// the other end read the request before it went.
    package var isSentOnce = false

    /// A request.
    package init(_ method: String, _ url: String, fields: HTTPFields = [:], body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.fields = fields
        content = body.map(HTTPBody.array)
    }

    /// What is sent, as an array.
    package var body: [UInt8]? {
        get { content?.array }
        set { content = newValue.map(HTTPBody.array) }
    }
}
