import Synchronization

@testable import Relay

/// What monitor and shelves saw, in one order, so that a run can be cut off between any two of its deeds.
final class Journal: Sendable {
    enum Deed: Sendable {
        /// Rows reached the monitor, by their ids.
        case sent([String])
        case accepted([String])
        /// The monitor took rows for a request, and will say later whether it keeps them.
        case taken(request: String, [String])
        /// A request is at its end.
        case ended(request: String, isStored: Bool)
        case progress(name: String, bytes: [UInt8])
        case quarantine(name: String, bytes: [UInt8])
    }

    private let all = Mutex([Deed]())

    var deeds: [Deed] { all.withLock { $0 } }

    func note(_ deed: Deed) { all.withLock { $0.append(deed) } }
}

extension [Journal.Deed] {
    /// The ids of all rows that were accepted, as often as they were.
    var accepted: [String] {
        flatMap { deed in if case .accepted(let ids) = deed { ids } else { [String]() } }
    }

    /// The requests that the monitor took rows for, and how those ended that did.
    func requests(over known: [String: SlowMonitor.Request]) -> [String: SlowMonitor.Request] {
        reduce(into: known) { requests, deed in
            if case .taken(let name, let ids) = deed { requests[name] = .init(ids: ids) }
            if case .ended(let name, let isStored) = deed { requests[name]?.isStored = isStored }
        }
    }

    /// The ids of all rows that reached the monitor, as often as they did.
    var sent: [String] {
        flatMap { deed in if case .sent(let ids) = deed { ids } else { [String]() } }
    }

    /// How many documents of progress were written.
    var saves: Int {
        count { deed in if case .progress = deed { true } else { false } }
    }

    /// The documents of progress that were left.
    func progress(over documents: [String: [UInt8]]) -> [String: [UInt8]] {
        reduce(into: documents) { documents, deed in
            if case .progress(let name, let bytes) = deed { documents[name] = bytes }
        }
    }

    /// The documents of the quarantine that were left.
    func quarantine(over documents: [String: [UInt8]]) -> [String: [UInt8]] {
        reduce(into: documents) { documents, deed in
            if case .quarantine(let name, let bytes) = deed { documents[name] = bytes }
        }
    }
}
