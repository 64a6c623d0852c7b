/// What the trigger wants one answer for: an SQS message, a task of S3 Batch Operations, or the whole event.
package struct Part: Equatable, Sendable {
    /// The id that it is answered under: the message's or the task's.
    package var id: String?

    /// Whether it may not overtake the parts before it: a message of a FIFO queue.
    package var isOrdered: Bool

    /// The group that keeps its order among itself, where that is told.
    package var group: String?

    /// The objects to relay, in the event's order.
    package var objects: [ObjectReference] = []

    /// What there is nothing to do for: removals, tagging, folder markers, test events.
    ///
    /// This is success.
    package var skipped: [Announcement.Omission] = []

    /// What should have been relayed and cannot be: a key that does not decode, a region that is none.
    ///
    /// This is failure.
    package var refused: [Announcement.Omission] = []

    /// A part with nothing in it.
    package init(id: String? = nil, isOrdered: Bool = false, group: String? = nil) {
        self.id = id
        self.isOrdered = isOrdered
        self.group = group
    }
}
