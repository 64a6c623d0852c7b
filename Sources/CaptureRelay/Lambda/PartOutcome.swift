import Relay

/// What became of one part of an event, as far as a trigger wants to know.
struct PartOutcome: Equatable {
    /// The id that the part is answered under.
    let id: String?

    /// Whether there is nothing left to do for it: all was delivered, or skipped for a reason.
    let isDelivered: Bool

    /// Whether all that failed may succeed when it is tried again.
    let isTemporary: Bool

    /// What was done, or why not.
    let words: String

    /// What became of a part whose objects ended so.
    init(of part: Part, _ report: Report) {
        id = part.id
        isDelivered = report.failed == 0
        isTemporary = report.failed > 0 && report.failedTemporarily == report.failed
        let done = report.skipped == report.objects ? report.sentences.dropLast() : report.sentences.suffix(1)
        words = isDelivered ? done.joined(separator: "; ") : report.failures
    }

    /// What became of a part that was not begun, since it may not overtake one that failed.
    init(heldBack part: Part) {
        id = part.id
        isDelivered = false
        isTemporary = true
        words = Self.heldBack
    }

    /// Why a part is held back.
    static let heldBack = "held back, since a message of its group before it was not delivered"
}
