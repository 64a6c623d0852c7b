package import HTTP

/// The Runtime API, through which Lambda hands out invocations and takes their answers.
package struct RuntimeAPI: Sendable {
    /// More than Lambda hands out or an emulator lets through.
    private static let eventLimit = 16 << 20

    /// How often a report is tried that does not get through.
    private static let attempts = 3

    private let root: String
    private let client: any HTTPClient
    private let waiting: any Waiting
    private let wallMilliseconds: @Sendable () -> Int

    /// The API at an address such as `127.0.0.1:9001`; the wall clock tells milliseconds since 1970.
    package init(
        address: String,
        client: any HTTPClient,
        waiting: any Waiting,
        wallMilliseconds: @escaping @Sendable () -> Int
    ) {
        root = "http://\(address)/2018-06-01/runtime"
        self.client = client
        self.waiting = waiting
        self.wallMilliseconds = wallMilliseconds
    }

    /// Waits for the next invocation, for as long as it takes: the process may be frozen meanwhile.
    package func next() async throws(RuntimeAPIError) -> Invocation {
        var request = HTTPRequest("GET", "\(root)/invocation/next")
        request.route = .machine
        request.stallTimeout = nil
        let response: HTTPResponse
        do throws(TransferError) {
            response = try await client.send(request, bodyLimit: Self.eventLimit)
        } catch {
            throw .noInvocation(error)
        }
        guard response.status == 200 else { throw .refused(status: response.status, words: Self.words(response)) }
        guard let invocation = Invocation(response, now: waiting.now, wallMilliseconds: wallMilliseconds()) else {
            throw .unnamed
        }
        return invocation
    }

    /// Hands an answer in; an error is thrown only when it stays unknown whether Lambda has it.
    package func send(
        _ answer: InvocationAnswer,
        to invocation: Invocation
    ) async throws(RuntimeAPIError) -> AnswerVerdict {
        let path = "invocation/\(invocation.requestID)/"
        let what = "The answer to \(invocation.requestID)"
        // Lambda tells by this field that the answer belongs to an attempt that is over.
        var fields = HTTPFields()
        fields["Lambda-Runtime-Invocation-Id"] = invocation.invocationID
        switch answer {
        case .success(let body):
            return try await post(what, path + "response", fields, body)
        case .failure(let error):
            fields[FunctionError.typeField] = error.reportedType
            return try await post(what, path + "error", fields, error.report)
        }
    }

    /// Tells why the function cannot start; Lambda takes it only before the first invocation was asked for.
    package func send(initError error: FunctionError) async throws(RuntimeAPIError) -> AnswerVerdict {
        try await post(
            "The reason why the function cannot start", "init/error", [FunctionError.typeField: error.reportedType],
            error.report)
    }

    private func post(
        _ what: String,
        _ path: String,
        _ fields: HTTPFields,
        _ body: [UInt8]
    ) async throws(RuntimeAPIError) -> AnswerVerdict {
        var request = HTTPRequest("POST", "\(root)/\(path)", fields: fields, body: body)
        request.fields["Content-Type"] = "application/json"
        request.route = .machine
        // An answer is owed, also by a process that was asked to stop.
        request.isInterruptible = false
        request.connectTimeout = .seconds(2)
        request.stallTimeout = .seconds(2)
        let backoff = Backoff(first: .milliseconds(100), longest: .seconds(1))
        var reason = ""
        for attempt in 1...Self.attempts {
            if attempt > 1 { _ = await waiting.wait(backoff.wait(after: attempt - 1)) }
            request.deadline = waiting.now + .seconds(5)
            do throws(TransferError) {
                let response = try await client.send(request)
                if let verdict = AnswerVerdict(status: response.status) { return verdict }
                reason = "it answered \(response.status) \(Self.words(response))"
            } catch {
                reason = error.description
            }
        }
        throw .undelivered(what: what, reason: reason)
    }

    private static func words(_ response: HTTPResponse) -> String {
        String(String(decoding: response.body, as: UTF8.self).prefix(200))
    }
}
