import HTTP

extension Invocation {
    /// The longest time that Lambda gives an invocation.
    static let longestTime = Duration.seconds(900)

    /// Reads what the Runtime API hands out; nothing where the response does not say which invocation it is.
    ///
    /// The deadline comes as a time of the wall clock. Where it is missing or further away than Lambda allows, the
    /// longest time holds: an emulator's odd clock must not end work that nobody ends.
    init?(_ response: HTTPResponse, now: ContinuousClock.Instant, wallMilliseconds: Int) {
        func field(_ name: String) -> String? {
            response.fields["Lambda-Runtime-\(name)"].flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let requestID = field("Aws-Request-Id") else { return nil }
        var rest = Self.longestTime
        if let deadline = field("Deadline-Ms").flatMap(Int.init), deadline > 0 {
            let (left, isOverflow) = deadline.subtractingReportingOverflow(wallMilliseconds)
            if !isOverflow { rest = min(rest, .milliseconds(max(0, left))) }
        }
        self.init(
            requestID: requestID,
            deadline: now + rest,
            functionARN: field("Invoked-Function-Arn"),
            traceID: field("Trace-Id"),
            invocationID: field("Invocation-Id"),
            event: response.body
        )
    }
}
