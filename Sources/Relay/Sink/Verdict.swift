package import AWS

/// What came of sending some rows once.
package enum Verdict: Equatable, Sendable {
    /// The monitor has all of them.
    case accepted(Receipt = Receipt())
    /// The monitor answered for each row by itself, in their order.
    case mixed([RowVerdict])
    /// Nothing is known of them, or the monitor is busy: send the same again, not before so long.
    case retry(reason: String, after: Duration? = nil)
    /// The monitor refuses them together for their content: send fewer at a time; one alone is at fault.
    case split(reason: String)
    /// The monitor did not keep them, and does not say whether they are at fault: send fewer at a time; one alone is at
    /// fault if the monitor keeps others of the batch.
    case doubt(reason: String)
    /// Nothing like them will be taken: send nothing more of the object.
    case stop(reason: String, Hindrance)
    /// The monitor took them together, and has not said yet whether it keeps them: send nothing more of the object, and
    /// ask for the request later.
    case pending(request: String, reason: String, Hindrance)

    /// What came of one row.
    package enum RowVerdict: Equatable, Sendable {
        case accepted
        case retry(reason: String)
        case refused(reason: String)
    }
}

/// What the monitor gave back for rows that it took.
package struct Receipt: Equatable, Sendable {
    /// The id that the first row got.
    package var firstID: String?
    /// The id that the last row got.
    package var lastID: String?
    /// What it said that sounds like a refusal, where that was taken for an acceptance, and why.
    package var remark: String?

    /// A receipt.
    package init(firstID: String? = nil, lastID: String? = nil, remark: String? = nil) {
        self.firstID = firstID
        self.lastID = lastID
        self.remark = remark
    }
}
