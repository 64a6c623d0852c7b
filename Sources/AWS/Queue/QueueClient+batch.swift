import HTTP
import JSON

/// Many messages, in calls of several.
extension QueueClient {
    /// Whoever sends many has reason to wait for a queue that is busy: these come to a minute or two.
    private static let attempts = 10
    /// What SQS says is the message's own fault will hardly pass.
    private static let attemptsAtFault = 3

    /// Sends the messages of a batch; those that SQS did not take are sent again alone, until it took all of them, or none
    /// of the rest for so many times.
    ///
    /// Messages before the error may have been sent; one whose answer was lost may have come twice.
    package func send(_ batch: QueueBatch, to queue: QueueURL, context: RequestContext) async throws(QueueError) {
        let (region, endpoint) = try place(of: queue)
        var rest = batch.entries(for: queue)
        var faults = 0
        var attempts = service.requests.attempts(before: context.deadline, atLeast: Self.attempts)
        while !rest.isEmpty {
            let answer: BatchAnswer
            do throws(RequestFault) {
                answer = BatchAnswer(
                    try await service.call(
                        "AmazonSQS.SendMessageBatch", of: .sqs, region: region, at: endpoint,
                        arguments: Self.arguments(rest, queue), in: context, attempts: &attempts))
            } catch {
                throw QueueError(queue, .request(error))
            }
            let before = rest.count
            for id in answer.sent { rest[id] = nil }
            if rest.isEmpty { return }
            if rest.count < before { attempts.startOver() }
            // What nothing is said of was not sent, as far as anybody knows.
            let refusal = answer.refusals.min { !$0.value.isTemporary && $1.value.isTemporary }?.value
            guard refusal != nil || rest.count < before else { throw QueueError(queue, .request(.unreadable)) }
            let fault = refusal.map { RequestFault.refused($0) } ?? .unreadable
            faults = fault.isTemporary ? 0 : faults + 1
            guard faults < Self.attemptsAtFault else { throw QueueError(queue, .request(fault)) }
            switch await attempts.next(after: nil) {
            case .another: continue
            case .giveUp: throw QueueError(queue, .request(fault))
            case .interrupted:
                let wasTold = context.outlastsInterruption
                throw QueueError(queue, .request(wasTold ? fault : .transfer(TransferError(.interrupted))))
            }
        }
    }

    private static func arguments(_ entries: [String: String], _ queue: QueueURL) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("{\"QueueUrl\":")
        buffer.appendJSON(queue.text)
        let inOrder = entries.sorted { $0.key < $1.key }.map(\.value)
        buffer.append(text: ",\"Entries\":[\(inOrder.joined(separator: ","))]}")
        return buffer.bytes.array
    }
}

/// What SQS says of the messages of a call.
private struct BatchAnswer {
    /// The ids of those that it took.
    var sent: [String] = []
    /// Why it did not take others.
    var refusals: [String: Refusal] = [:]

    init(_ answer: JSONValue) {
        for entry in answer["Successful"]?.elements ?? [] {
            if let id = entry["Id"]?.string, entry["MessageId"]?.string?.isEmpty == false { sent.append(id) }
        }
        for entry in answer["Failed"]?.elements ?? [] {
            if let id = entry["Id"]?.string { refusals[id] = Refusal(entry: entry) }
        }
    }
}
