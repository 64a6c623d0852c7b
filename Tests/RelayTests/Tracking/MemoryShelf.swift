import JSON
import Synchronization

@testable import Relay

/// A shelf in memory, which fails when it is told to.
final class MemoryShelf: Shelf {
    private struct State {
        var documents: [String: ShelvedDocument] = [:]
        var writes: [(name: String, bytes: [UInt8])] = []
        var error: ShelfError?
    }

    static let error = ShelfError(.lasting, "the shelf broke")

    private let state: Mutex<State>
    private let note: @Sendable (_ name: String, _ bytes: [UInt8]) -> Void

    /// A shelf with some documents on it; of each that is written it tells.
    init(
        _ documents: [String: [UInt8]] = [:],
        note: @escaping @Sendable (_ name: String, _ bytes: [UInt8]) -> Void = { _, _ in }
    ) {
        let found = documents.mapValues { ShelvedDocument(bytes: $0, tag: "found") }
        state = Mutex(State(documents: found))
        self.note = note
    }

    func read(_ name: String) async throws(ShelfError) -> ShelvedDocument? {
        if let error { throw error }
        return state.withLock { $0.documents[name] }
    }

    func write(_ bytes: [UInt8], to name: String, if condition: ShelfCondition) async throws(ShelfError) -> String {
        if let error { throw error }
        let tag = state.withLock { state -> String? in
            let current = state.documents[name]
            switch condition {
            case .always: break
            case .absent: if current != nil { return nil }
            case .tag(let tag): if current?.tag != tag { return nil }
            }
            state.writes.append((name, bytes))
            let tag = "tag-\(state.writes.count)"
            state.documents[name] = ShelvedDocument(bytes: bytes, tag: tag)
            note(name, bytes)
            return tag
        }
        guard let tag else { throw ShelfError(.conflict, "somebody else wrote \(name)") }
        return tag
    }

    func place(of name: String) -> String { "memory:\(name)" }

    /// What every access ends with, if anything.
    var error: ShelfError? {
        get { state.withLock { $0.error } }
        set { state.withLock { $0.error = newValue } }
    }

    /// The documents by their names.
    var documents: [String: [UInt8]] { state.withLock { $0.documents.mapValues(\.bytes) } }

    /// What was written, in order.
    var writes: [(name: String, bytes: [UInt8])] { state.withLock { $0.writes } }

    /// Takes a document away, as another program would.
    func remove(_ name: String) { state.withLock { $0.documents[name] = nil } }

    /// What the documents hold, one behind the other as they were written first.
    var text: String {
        var seen: Set<String> = []
        let names = writes.map(\.name).filter { seen.insert($0).inserted }
        let documents = documents
        return names.map { String(decoding: documents[$0] ?? [], as: UTF8.self) }.joined()
    }

    /// The quarantine records that it holds.
    var records: [QuarantineRecord] {
        text.split(separator: "\n").compactMap { line in
            var buffer = ByteBuffer()
            buffer.append(text: String(line))
            return try? QuarantineRecord(parsing: buffer.bytes)
        }
    }

    /// The records with all their fields.
    var fields: [JSONValue] { text.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) } }
}
