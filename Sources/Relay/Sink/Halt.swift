import Synchronization

/// Whether something stopped the object, so that batches in flight need not be tried again.
package final class Halt: Sendable {
    private let requested = Atomic<Bool>(false)

    /// Nothing has stopped it.
    package init() {}

    /// Whether it was stopped.
    package var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Stops it.
    package func request() { requested.store(true, ordering: .relaxed) }
}
