import AWS
import HTTP
import JSON

/// Follows what OpenScale does with records that it took, until they are stored or refused.
struct OpenScaleWatch: Sendable {
    /// The waits before the first polls, and the one before each of the others.
    private static let waits: [Duration] = [
        .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(4),
    ]
    private static let usualWait = Duration.seconds(5)
    /// As long as IBM's own client waits.
    private static let longestTime = Duration.seconds(300)

    /// How often one after the other a request must be unknown: not every machine of a service knows at once of what
    /// another one took.
    private static let mostUnknown = 3

    let dataSetURL: String
    let asking: OpenScaleRequests
    let waiting: any Waiting

    private var name: String { asking.requests.table.monitor.name }

    /// The verdict on an answer of success, which is a promise only.
    func verdict(on answer: MonitorAnswer, for shipment: Shipment) async -> Verdict {
        guard let id = Self.requestID(in: answer.response.fields["location"]) else {
            let document = try? JSONValue(parsing: answer.response.body)
            if document?["state"]?.string?.lowercased() == "active" { return .accepted() }
            let words = MonitorWords(answer.response.body, hiding: answer.concealment)
            return asking.requests.lostAcknowledgement(
                answer, because: "not with the request that stores the records\(words.quoted)")
        }
        return await ending(of: id, before: shipment.deadline)
    }

    /// What became of a request, once it is at its end or there is no more time.
    func ending(of id: String, before deadline: ContinuousClock.Instant?) async -> Verdict {
        let shipment = Shipment(body: [], rows: 0, deadline: deadline)
        let deadline = asking.requests.deadline(of: shipment)
        let start = waiting.now
        var pause = Duration.zero
        var number = 0
        var trouble = ""
        var unknown = 0
        func pending(_ reason: String, _ hindrance: Hindrance) -> Verdict {
            .pending(request: id, reason: "\(reason)\(trouble)", hindrance)
        }
        while true {
            let wait = max(number < Self.waits.count ? Self.waits[number] : Self.usualWait, pause)
            number += 1
            if let deadline, waiting.now + wait >= deadline {
                return pending("\(name) had not stored the records when time ran out", .deadline)
            }
            guard start.duration(to: waiting.now) + wait <= Self.longestTime else {
                let seconds = Self.longestTime.milliseconds / 1000
                return pending("\(name) has not stored the records in \(seconds) s", .passing)
            }
            guard await waiting.wait(wait) else {
                return pending("interrupted while \(name) stored the records", .interruption)
            }
            let look = await poll(id, shipment)
            unknown = if case .unknown = look { unknown + 1 } else { 0 }
            switch look {
            case .unknown(let reason):
                guard unknown < Self.mostUnknown else { return .retry(reason: reason) }
                trouble = "; the last answer: 404"
                pause = .zero
            case .verdict(let verdict): return verdict
            case .stop(let reason, let hindrance): return pending(reason, hindrance)
            case .again(let reason, let after):
                trouble = reason.isEmpty ? "" : "; the last answer: \(reason)"
                pause = after ?? .zero
            }
        }
    }

    /// What one look at a request comes to.
    private enum Look {
        case verdict(Verdict)
        /// Looking again is of no use, and nothing is known of the records.
        case stop(reason: String, Hindrance)
        /// Nobody knows of it, so that the records may be lost.
        case unknown(reason: String)
        /// It is not at its end, or there was no good answer.
        case again(reason: String, after: Duration?)
    }

    private func poll(_ id: String, _ shipment: Shipment) async -> Look {
        var request = HTTPRequest("GET", "\(dataSetURL)/requests/\(id)")
        request.fields["Accept"] = "application/json"
        let answer: MonitorAnswer
        do throws(Judged) {
            answer = try await asking.answer(to: request, for: shipment)
        } catch {
            return Self.look(error.verdict)
        }
        guard answer.response.status != 404 else {
            return .unknown(reason: "\(name) took the records, and knows nothing of the request that stores them")
        }
        guard answer.response.isSuccess else { return Self.look(asking.requests.verdict(on: answer)) }
        return look(answer)
    }

    private func look(_ answer: MonitorAnswer) -> Look {
        let document = try? JSONValue(parsing: answer.response.body)
        let state = document?["state"]?.string ?? ""
        let failure = document?["failure"] ?? document ?? .null
        let words = MonitorWords(failure, hiding: answer.concealment).quoted
        switch state.lowercased() {
        case "active": return .verdict(.accepted())
        case "error", "failed", "failure":
            return .verdict(.doubt(reason: "\(name) did not store the records (\(state.lowercased()))\(words)"))
        case "upload_error", "cancelled", "canceled":
            return .verdict(.retry(reason: "\(name) did not store the records (\(state.lowercased()))\(words)"))
        case "":
            let all = MonitorWords(answer.response.body, hiding: answer.concealment).quoted
            return .again(reason: "\(answer.response.status) without a state\(all)", after: nil)
        default: return .again(reason: "", after: nil)
        }
    }

    /// A look that gave no answer of success.
    private static func look(_ verdict: Verdict) -> Look {
        switch verdict {
        case .retry(let reason, let pause): .again(reason: reason, after: pause)
        case .split(let reason), .doubt(let reason): .stop(reason: reason, .lasting)
        case .stop(let reason, let hindrance), .pending(_, let reason, let hindrance):
            .stop(reason: reason, hindrance)
        case .accepted, .mixed: .verdict(verdict)
        }
    }

    /// The last part of the path of a place: nothing is asked of another host, whatever the place names.
    static func requestID(in location: String?) -> String? {
        let path = (location ?? "").prefix { $0 != "?" && $0 != "#" }
        guard let id = path.split(separator: "/").last, id != "requests",
            id.utf8.allSatisfy({ byte in Self.letters.contains(byte) }), id != ".", id != ".."
        else { return nil }
        return String(id)
    }

    private static let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}
