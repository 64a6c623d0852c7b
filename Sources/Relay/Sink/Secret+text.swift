import AWS

extension Secret {
    /// The secret itself, fetched from where it is kept unless it is here already.
    func text(from store: SecretStore?, _ context: RequestContext) async throws(Judged) -> String {
        switch self {
        case .text(let text): return text
        case .kept(let reference):
            guard let store else {
                let reason = "the secret \(reference.arn) cannot be read: nothing here reads secrets from AWS"
                throw Judged(.stop(reason: reason, .lasting))
            }
            do throws(SecretError) {
                return try await store.value(of: reference, context: context)
            } catch {
                throw Judged(.stop(reason: error.description, error.hindrance))
            }
        }
    }
}
