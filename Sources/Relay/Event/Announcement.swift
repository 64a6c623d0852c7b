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

    /// What called the function with the event.
    package var trigger = Trigger.asynchronous

    /// What is answered for one by one, in the event's order.
    package var parts: [Part] = []

    /// An announcement of nothing.
    package init() {}

    /// The objects to relay, in the event's order.
    package var objects: [ObjectReference] { parts.flatMap(\.objects) }

    /// What there is nothing to do for.
    package var skipped: [Omission] { parts.flatMap(\.skipped) }

    /// What should have been relayed and cannot be.
    package var refused: [Omission] { parts.flatMap(\.refused) }
}
