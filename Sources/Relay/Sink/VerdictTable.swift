import AWS
import HTTP

/// What each answer means, and each fault of a transfer: send the same again, send less at a time, or stop.
///
/// A status that the user wants retried always is.
package struct VerdictTable: Equatable, Sendable {
    /// The statuses that are retried where nobody says otherwise.
    package static let usualRetryStatuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504]

    /// Whom the table is about, and what the person who reads it can do.
    package struct Monitor: Equatable, Sendable {
        /// Its name, with the host that was asked.
        package var name: String
        /// What to do when it does not know who asks (401).
        package var identityAdvice: String
        /// What to do when it does not allow it (403).
        package var permissionAdvice: String
        /// What to do when there is nothing of the kind at that address (404).
        package var addressAdvice: String
    }

    /// What stands in a response besides its status.
    struct Remarks: Equatable, Sendable {
        /// The monitor's own words.
        var words = ""
        /// How long it asks to be left alone.
        var pause: Duration?
        /// The host that it points to.
        var host: String?
    }

    let monitor: Monitor
    let retryStatuses: Set<Int>

    /// A response that is none of success.
    func verdict(status: Int, _ remarks: Remarks = Remarks()) -> Verdict {
        let words = remarks.words.isEmpty ? "" : ": \(remarks.words)"
        let answered = "\(monitor.name) answered \(status)\(words)"
        if retryStatuses.contains(status) { return .retry(reason: answered, after: remarks.pause) }
        switch status {
        case 400, 413, 422: return .split(reason: answered)
        case 401: return .stop(reason: "\(answered); \(monitor.identityAdvice)", .lasting)
        case 403: return .stop(reason: "\(answered); \(monitor.permissionAdvice)", .lasting)
        case 404: return .stop(reason: "\(answered); \(monitor.addressAdvice)", .lasting)
        case 300..<400:
            let place = remarks.host.map { "to \($0)" } ?? "elsewhere"
            return .stop(
                reason: "\(monitor.name) answered \(status) and points \(place), where nothing is sent; "
                    + monitor.addressAdvice, .lasting)
        // The user does not want these retried now, but they pass all the same.
        case 408, 425, 429, 500...: return .stop(reason: answered, .passing)
        default: return .stop(reason: answered, .lasting)
        }
    }

    /// A transfer that did not get through, or whose answer did not come back.
    func verdict(_ error: TransferError) -> Verdict {
        let reason = "\(monitor.name) was not reached or did not answer: \(error)"
        switch error.fault {
        case .unresolved, .refused, .handshake: return .retry(reason: "\(reason); \(monitor.addressAdvice)")
        case _ where error.isTemporary: return .retry(reason: reason)
        case .deadline: return .stop(reason: "\(monitor.name) did not answer before the deadline", .deadline)
        case .interrupted: return .stop(reason: "sending to \(monitor.name) was interrupted", .interruption)
        case .certificate, .authorities:
            return .stop(reason: "\(reason); MONITOR_CA_BUNDLE names a file of authorities for the monitor", .lasting)
        case .url: return .stop(reason: "\(reason); \(monitor.addressAdvice)", .lasting)
        default: return .stop(reason: reason, .lasting)
        }
    }

    /// A success that is none: whether the rows are there is not known.
    func lostAcknowledgement(status: Int, because reason: String, after pause: Duration? = nil) -> Verdict {
        .retry(reason: "\(monitor.name) answered \(status), but \(reason)", after: pause)
    }

    /// A success for some rows that does not tell for which: those that were taken would be there twice if all were sent
    /// again.
    func partial(_ reason: String) -> Verdict {
        .stop(
            reason: "\(monitor.name) did not take all rows: \(reason); look there before they are sent again", .lasting)
    }

    /// An answer that tells of fewer or more rows than were sent: sending them again would not tell which are there.
    func miscount(rows: Int, ids: Int) -> Verdict {
        .stop(
            reason: "\(monitor.name) took \(rows) \(rows == 1 ? "row" : "rows") and gave back "
                + "\(ids) \(ids == 1 ? "id" : "ids"), so that some may be missing or there twice; look there before "
                + "they are sent again", .lasting)
    }
}
