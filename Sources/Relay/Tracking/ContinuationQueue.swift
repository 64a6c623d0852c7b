/// Where a message goes that brings the rest of an object back.
package protocol ContinuationQueue: Sendable {
    /// Sends a message; `group` tells the rests of one object from those of others.
    func send(_ message: String, group: String) async throws(ContinuationError)
}

/// Why the rest of an object could not be handed on.
package struct ContinuationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A sentence with the next step.
    package let description: String

    /// An error.
    package init(_ description: String) {
        self.description = description
    }
}
