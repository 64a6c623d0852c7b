import HTTP
import Lambda

/// Stands where the client over libcurl will.
struct MissingClient: HTTPClient {
    func open(_ request: HTTPRequest) async throws(TransferError) -> any HTTPExchange {
        throw TransferError(.other, "this version has no HTTP client")
    }
}

/// Stands where the answers to triggers will.
struct MissingHandler: InvocationHandler {
    func handle(_ invocation: Lambda.Invocation) async -> InvocationAnswer {
        .failure(FunctionError(type: "Function.NotBuilt", message: "this version answers no trigger"))
    }
}
