import Files
import HTTP

/// A command that prints keys.
struct CredentialProcess {
    let command: String
    let profile: String
    let surroundings: CredentialSurroundings

    /// Runs it; what it prints is never shown, what it complains of is, when it fails.
    func credentials(before deadline: ContinuousClock.Instant?) async throws(CredentialFault) -> Credentials {
        let outcome: CommandOutcome
        do throws(CommandError) {
            outcome = try await surroundings.run(command, deadline)
        } catch {
            throw fault("\(error)", hindrance(of: error, before: deadline))
        }
        switch outcome.ending {
        case .status(0): break
        case .status(let status): throw fault("ended with status \(status)\(Self.words(outcome.complaints))")
        case .signal(let signal): throw fault("was ended by signal \(signal)\(Self.words(outcome.complaints))")
        }
        guard let document = CredentialDocument(outcome.output) else { throw fault("printed no JSON object") }
        guard document.number("Version") == "1" else { throw fault("printed keys without \"Version\": 1") }
        do { return try document.credentials(token: "SessionToken") } catch { throw fault("failed: \(error.reason)") }
    }

    private func fault(_ reason: String, _ hindrance: Hindrance = .lasting) -> CredentialFault {
        CredentialFault("the credential_process of profile '\(profile)' \(reason)", hindrance)
    }

    private func hindrance(of error: CommandError, before deadline: ContinuousClock.Instant?) -> Hindrance {
        switch error {
        case .interrupted: .interruption
        case .tooSlow: deadline.map { surroundings.waiting.now >= $0 } ?? false ? .deadline : .passing
        case .notStarted, .tooMuch: .lasting
        }
    }

    private static func words(_ complaints: [UInt8]) -> String {
        let text = String(decoding: complaints.suffix(1000), as: UTF8.self).split { $0.isNewline }.joined(
            separator: "; ")
        return text.isEmpty ? "" : ": \(text)"
    }
}
