/// What the sink for any HTTP endpoint needs to know.
package struct EndpointSettings: Equatable, Sendable {
    /// How a batch is written.
    package enum Format: String, Sendable {
        /// A JSON array of rows.
        case json
        /// One row a line.
        case ndjson
    }

    /// A header field whose value is a secret.
    package struct Header: Equatable, Sendable {
        package var name: String
        package var value: String

        /// A field.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The URL that batches are posted to.
    package var url: String
    /// How a batch is written.
    package var format = Format.json
    /// The bearer token, if there is one.
    package var token: Secret?
    /// Extra header fields.
    package var headers: [Header] = []
    /// Whether bodies are compressed.
    package var compresses = false

    /// Settings.
    package init(url: String) {
        self.url = url
    }
}
