/// How the objects of a list came to their end.
struct BackfillEnding {
    /// What ended it.
    enum Cause: Equatable {
        /// The list did.
        case end
        /// The user asked to stop.
        case interruption
        /// Something went wrong; the sentence says what.
        case failure(String)
    }

    /// What ended it.
    var cause = Cause.end
    /// The flag that goes on where it ended; nothing where that is the beginning.
    var flag: String?

    /// Whether the user asked to stop.
    var isInterrupted: Bool { cause == .interruption }
    /// What went wrong, if anything did.
    var failure: String? {
        if case .failure(let sentence) = cause { sentence } else { nil }
    }
}
