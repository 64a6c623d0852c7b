package import JSON

/// Sends requests and hands responses out as streams; any number at once.
package protocol HTTPClient: Sendable {
    /// Sends a request and returns when the response's head is there; a status of any kind is no error.
    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange
}

/// A response whose body is still to be read.
///
/// The transfer ends with the last byte, or when nobody holds the exchange any more.
package protocol HTTPExchange: AnyObject, Sendable {
    /// The response's status, such as 200.
    var status: Int { get }

    /// The response's header fields.
    var fields: HTTPFields { get }

    /// Appends the next bytes of the body to a buffer and returns how many they were; zero is the end.
    ///
    /// Nothing is received beyond a small buffer while nobody reads.
    func read(into buffer: inout ByteBuffer) async throws(TransferError) -> Int
}

/// A response with its body read to the end.
package struct HTTPResponse: Equatable, Sendable {
    /// The status.
    package let status: Int
    /// The header fields.
    package let fields: HTTPFields
    /// The body.
    package let body: [UInt8]

    /// A response.
    package init(status: Int, fields: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// Whether the status is one of success.
    package var isSuccess: Bool { (200..<300).contains(status) }
}

extension HTTPClient {
    /// Sends a request and reads the whole response, which must not be longer than a limit.
    package func send(_ request: HTTPRequest, bodyLimit: Int = 1 << 20) async throws(TransferError) -> HTTPResponse {
        let exchange = try await open(request)
        return HTTPResponse(
            status: exchange.status, fields: exchange.fields, body: try await exchange.body(atMost: bodyLimit))
    }
}

extension HTTPExchange {
    /// Reads the rest of the body, which must not be longer than a limit.
    package func body(atMost limit: Int) async throws(TransferError) -> [UInt8] {
        var buffer = ByteBuffer()
        while try await read(into: &buffer) > 0 {
            guard buffer.count <= limit else { throw TransferError(.tooLong(limit: limit)) }
        }
        return buffer.bytes.array
    }
}
