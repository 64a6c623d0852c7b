import JSON
import Relay

/// Something that OpenScale keeps, as its catalog tells it: an id, a state, and what is particular to its kind.
struct CatalogEntry: Equatable, Sendable {
    /// Where something is on its way.
    enum Progress: Equatable, Sendable {
        case ready
        case underway
        case failed
    }

    private static let failures = ["error", "failed", "failure", "upload_error", "canceled", "cancelled"]

    /// Its id.
    let id: String

    private let entity: JSONValue

    /// What an answer tells of one thing; nothing where it has no id.
    init?(_ document: JSONValue) {
        guard let id = document["metadata"]?["id"]?.string ?? document["metadata"]?["guid"]?.string, !id.isEmpty else {
            return nil
        }
        self.id = id
        entity = document["entity"] ?? .null
    }

    /// Something by what is known of it.
    init(id: String, entity: JSONValue) {
        self.id = id
        self.entity = entity
    }

    /// The things in a list of a kind; those without an id are left out.
    ///
    /// What is no such list says nothing of what is there, which would be added again.
    static func list(_ kind: String, in document: JSONValue) throws(OpenScaleCatalogError) -> [CatalogEntry] {
        let list = document[kind] ?? .null
        guard document.members != nil, list == .null || list.elements != nil else {
            throw .lasting(
                "OpenScale's answer holds no list of \(kind); check OPENSCALE_URL, and whether it is OpenScale")
        }
        return (list.elements ?? []).compactMap { CatalogEntry($0) }
    }

    /// The value at the end of some keys.
    func value(_ keys: String...) -> JSONValue? {
        var found: JSONValue? = entity
        for key in keys { found = found?[key] }
        return found
    }

    /// The text at the end of some keys, nothing where it is empty.
    func text(_ keys: String...) -> String? {
        var found: JSONValue? = entity
        for key in keys { found = found?[key] }
        return found?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The texts of an array of the asset's properties; nothing where it is not told.
    func properties(_ key: String) -> [String]? {
        entity["asset_properties"]?[key]?.elements.map { $0.compactMap(\.string) }
    }

    /// The word for its state; what has none is taken for ready.
    var state: String { text("status", "state") ?? "active" }

    /// The same for who waits.
    var progress: Progress {
        if state == "active" { return .ready }
        return Self.failures.contains(state) ? .failed : .underway
    }

    /// What OpenScale says about a failure.
    var failure: String {
        let errors = value("status", "failure", "errors")?.elements ?? []
        let words = errors.compactMap { $0["message"]?.string }.joined(separator: "; ")
        return words.isEmpty ? "" : ": \(words)"
    }
}
