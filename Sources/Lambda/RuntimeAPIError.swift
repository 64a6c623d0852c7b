package import HTTP

/// Why there is no way on with the Runtime API.
package enum RuntimeAPIError: Error, Equatable, CustomStringConvertible {
    /// No invocation came.
    case noInvocation(TransferError)
    /// The Runtime API answered something else than an invocation.
    case refused(status: Int, words: String)
    /// An invocation came without its id.
    case unnamed
    /// A report could not be handed in, however often it was tried.
    case undelivered(what: String, reason: String)
    /// One answer after another was refused.
    case refusedAnswers(count: Int)

    /// A sentence.
    package var description: String {
        switch self {
        case .noInvocation(let error):
            "The Runtime API gave no invocation: \(error)"
        case .refused(let status, let words):
            "The Runtime API gave no invocation: it answered \(status)\(words.isEmpty ? "" : ": \(words)")"
        case .unnamed:
            """
            The Runtime API gave an invocation without Lambda-Runtime-Aws-Request-Id, so it cannot be answered; check \
            what AWS_LAMBDA_RUNTIME_API names
            """
        case .undelivered(let what, let reason):
            "\(what) could not be handed to the Runtime API: \(reason)"
        case .refusedAnswers(let count):
            "The Runtime API refused \(count) answers in a row; a new process may do better"
        }
    }
}
