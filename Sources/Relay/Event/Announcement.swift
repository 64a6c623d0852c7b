/// What an event announces: objects to relay, and what it names that is not relayed, with the reason.
package struct Announcement: Equatable, Sendable {
    /// Something that an event names and that is not relayed.
    package struct Omission: Equatable, Sendable {
        /// The object, as far as it could be told.
        package let uri: String

        /// Why, in words.
        package let reason: String

        /// Something that is not relayed.
        package init(uri: String, reason: String) {
            self.uri = uri
            self.reason = reason
        }
    }

    /// The objects to relay, in the event's order.
    package var objects: [ObjectReference] = []

    /// What there is nothing to do for: removals, tagging, folder markers, test events.
    ///
    /// This is success.
    package var skipped: [Omission] = []

    /// What should have been relayed and cannot be: a key that does not decode, a region that is none.
    ///
    /// This is failure.
    package var refused: [Omission] = []

    /// An announcement of nothing.
    package init() {}
}
