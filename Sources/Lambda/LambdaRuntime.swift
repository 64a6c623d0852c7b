package import HTTP

/// The loop of a function: asks for an invocation, does it, answers, and asks for the next.
package struct LambdaRuntime {
    /// How the loop ended.
    package enum Ending: Equatable, Sendable, CustomStringConvertible {
        /// The process was asked to stop.
        case interrupted
        /// The Runtime API is not there any more, as happens when Lambda takes the environment down.
        case gone(TransferError)
        /// The loop cannot go on.
        case failed(RuntimeAPIError)

        init(_ error: RuntimeAPIError) {
            guard case .noInvocation(let transfer) = error else {
                self = .failed(error)
                return
            }
            switch transfer.fault {
            case .interrupted: self = .interrupted
            case .refused, .broken: self = .gone(transfer)
            default: self = .failed(error)
            }
        }

        /// A sentence.
        package var description: String {
            switch self {
            case .interrupted: "The process was asked to stop, and no invocation is open"
            case .gone(let error): "The Runtime API is gone, so this environment is at its end: \(error)"
            case .failed(let error): error.description
            }
        }
    }

    /// So many answers that Lambda refuses one after another mean that it hands out the same invocation each time.
    private static let refusalLimit = 3

    private let api: RuntimeAPI
    private let isInterrupted: () -> Bool
    private let warn: (String) -> Void

    /// A loop that ends when it is told to, and warns of answers that Lambda did not take.
    package init(api: RuntimeAPI, isInterrupted: @escaping () -> Bool, warn: @escaping (String) -> Void) {
        self.api = api
        self.isInterrupted = isInterrupted
        self.warn = warn
    }

    /// Runs until there is nothing more to do.
    package func run(_ handler: any InvocationHandler) async -> Ending {
        var refusals = 0
        do throws(RuntimeAPIError) {
            while !isInterrupted() {
                let invocation = try await api.next()
                let verdict = try await api.send(await handler.handle(invocation), to: invocation)
                if let warning = verdict.warning { warn(warning) }
                refusals = verdict.isRefusal ? refusals + 1 : 0
                guard refusals < Self.refusalLimit else { throw .refusedAnswers(count: refusals) }
            }
            return .interrupted
        } catch {
            return Ending(error)
        }
    }
}
