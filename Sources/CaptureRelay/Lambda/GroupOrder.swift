import Relay

/// Which messages of a FIFO queue must wait: none may overtake a failed one of its group.
///
/// A message whose group is not told could belong to any.
struct GroupOrder {
    private var failedGroups: Set<String> = []
    private var isEveryGroupFailed = false

    /// Whether a part must not be begun.
    func holdsBack(_ part: Part) -> Bool {
        guard part.isOrdered else { return false }
        guard let group = part.group else { return isEveryGroupFailed || !failedGroups.isEmpty }
        return isEveryGroupFailed || failedGroups.contains(group)
    }

    /// Notes that a part was not delivered.
    mutating func fail(_ part: Part) {
        guard part.isOrdered else { return }
        if let group = part.group { failedGroups.insert(group) } else { isEveryGroupFailed = true }
    }
}
