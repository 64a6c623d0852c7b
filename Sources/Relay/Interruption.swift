import Synchronization

/// Whether the user asked to stop.
///
/// A signal handler sets it, which may do no more than that; the pipeline looks at it between lines and then ends with
/// what was done so far.
package enum Interruption {
    private static let requested = Atomic<Bool>(false)

    /// Whether the user asked to stop.
    package static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Asks the pipeline to stop.
    package static func request() { requested.store(true, ordering: .relaxed) }
}
