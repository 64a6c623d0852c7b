/// What is wrong with one line.
///
/// It is data, not a failure: the line goes to quarantine and the others go on.
package struct LineProblem: Error, Equatable, Sendable {
    /// The kinds of problems, as they are counted and written.
    package enum Reason: String, CaseIterable, Sendable {
        case overLimit = "line-over-limit"
        case invalidUTF8 = "invalid-utf8"
        case notJSON = "not-json"
        case notACapture = "not-a-capture"
        case notALabel = "not-a-label"
        case missingID = "missing-id"
        case captureNotFound = "capture-not-found"
        case capturesDiffer = "captures-differ"
        case duplicateKey = "duplicate-key"
        case missingPayload = "missing-payload"
        case emptyPayload = "empty-payload"
        case undecodableBase64 = "undecodable-base64"
        case malformedPayload = "malformed-payload"
        case failedInvocation = "failed-invocation"
        case unaligned = "rows-do-not-align"
        case ambiguous = "ambiguous-payload"
        case missingColumn = "missing-column"
        case tooManyValues = "too-many-values"
        case refusedValue = "value-refused-by-type"
        case unreadableTime = "unreadable-time"
        case rowTooLarge = "row-too-large"
        case refused = "refused-by-monitor"
        case unreadableQuarantine = "unreadable-quarantine-record"
        case otherMatter = "other-matter"
    }

    /// What kind of problem it is.
    package let reason: Reason

    /// The rest in words, for the person who looks for the cause.
    package let detail: String

    /// A problem.
    package init(_ reason: Reason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }
}
