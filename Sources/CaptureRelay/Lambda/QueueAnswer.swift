import JSON
import Lambda
import Relay

/// What SQS is told: the messages to deliver again, by their ids.
///
/// SQS delivers the whole batch again when an id is none that it knows, and nothing when the list is empty.
struct QueueAnswer: TriggerAnswer {
    /// How failures are told.
    let failures: QueueFailures

    func answer(_ parts: [PartOutcome], _ report: Report) -> InvocationAnswer {
        let failed = parts.filter { !$0.isDelivered }
        if failures == .error, !failed.isEmpty { return FailureKind.notDelivered.answer(report.failures) }
        let ids = failed.compactMap(\.id)
        guard ids.count == failed.count else {
            return FailureKind.notDelivered.answer(
                "a message that failed has no id to name it by, so that all come again: \(report.failures)")
        }
        return .success(Self.list(ids))
    }

    private static func list(_ ids: [String]) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("{\"batchItemFailures\":[")
        for (index, id) in ids.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            buffer.append("{\"itemIdentifier\":")
            buffer.appendJSON(id)
            buffer.append(0x7D)
        }
        buffer.append("]}")
        return buffer.bytes.array
    }
}
