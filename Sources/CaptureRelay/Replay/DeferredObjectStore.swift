import Relay

/// A store that is made when the first object is opened: nothing of AWS is read where no object lies in S3.
final class DeferredObjectStore: ObjectStore {
    /// Makes the store.
    typealias Making = () throws(SettingsError) -> any ObjectStore

    private let make: Making
    private var made: Result<any ObjectStore, SettingsError>?

    init(_ make: @escaping Making) {
        self.make = make
    }

    func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody {
        switch made ?? store() {
        case .success(let store): return try await store.open(reference)
        case .failure(let error):
            let reason = error.problems.map(\.description).joined(separator: "; ")
            throw .s3("\(reference.uri) cannot be read: \(reason)", isTemporary: false)
        }
    }

    private func store() -> Result<any ObjectStore, SettingsError> {
        let result = Result { () throws(SettingsError) in try make() }
        made = result
        return result
    }
}
