/// One call of the function, as the Runtime API hands it over.
package struct Invocation: Sendable {
    /// The id that it is answered under.
    package let requestID: String
    /// When Lambda kills the process, by our own clock.
    package let deadline: ContinuousClock.Instant
    /// The function as it was called.
    package let functionARN: String?
    /// The trace that AWS X-Ray follows.
    package let traceID: String?
    /// The attempt, which is named again with the answer.
    package let invocationID: String?
    /// The event.
    package let event: [UInt8]

    /// A call.
    package init(
        requestID: String,
        deadline: ContinuousClock.Instant,
        functionARN: String? = nil,
        traceID: String? = nil,
        invocationID: String? = nil,
        event: [UInt8]
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.functionARN = functionARN
        self.traceID = traceID
        self.invocationID = invocationID
        self.event = event
    }
}

/// What the function says to a call.
package enum InvocationAnswer: Equatable, Sendable {
    /// It did what was asked; JSON for the caller.
    case success([UInt8])
    /// It did not; Lambda tells the caller, and tries again where the trigger is one that does.
    case failure(FunctionError)
}

/// What went wrong, in the form that Lambda takes.
package struct FunctionError: Error, Equatable, Sendable {
    /// What kind of thing went wrong, such as `Function.NotDelivered`; Lambda takes no other form of name.
    package let type: String
    /// What went wrong, in words.
    package let message: String

    /// An error.
    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }
}

/// What the function does.
package protocol InvocationHandler {
    /// Does what a call asks for.
    func handle(_ invocation: Invocation) async -> InvocationAnswer
}
