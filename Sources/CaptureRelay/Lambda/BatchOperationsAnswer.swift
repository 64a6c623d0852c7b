import JSON
import Lambda
import Relay

/// What S3 Batch Operations is told: a result for each task, which it retries, counts and writes into its report.
struct BatchOperationsAnswer: TriggerAnswer {
    /// The version of the event, which the answer has too.
    let schemaVersion: String

    /// The id of the event, which the answer has too.
    let invocationID: String

    func answer(_ parts: [PartOutcome], _ report: Report) -> InvocationAnswer {
        guard parts.allSatisfy({ $0.id != nil }) else {
            return FailureKind.notDelivered.answer("a task has no id to name its result by. \(report.failures)")
        }
        var buffer = ByteBuffer()
        buffer.append("{\"invocationSchemaVersion\":")
        buffer.appendJSON(schemaVersion)
        // A task that the answer left out would be no success.
        buffer.append(",\"treatMissingKeysAs\":\"PermanentFailure\",\"invocationId\":")
        buffer.appendJSON(invocationID)
        buffer.append(",\"results\":[")
        for (index, part) in parts.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            Self.append(part, to: &buffer)
        }
        buffer.append("]}")
        return .success(buffer.bytes.array)
    }

    private static func append(_ part: PartOutcome, to buffer: inout ByteBuffer) {
        buffer.append("{\"taskId\":")
        buffer.appendJSON(part.id ?? "")
        buffer.append(text: ",\"resultCode\":\"\(code(of: part))\",\"resultString\":")
        buffer.appendJSON(part.words.shortened(to: FailureKind.longestMessage))
        buffer.append(0x7D)
    }

    /// A task that fails temporarily is tried again, any other that fails is not.
    private static func code(of part: PartOutcome) -> String {
        if part.isDelivered { return "Succeeded" }
        return part.isTemporary ? "TemporaryFailure" : "PermanentFailure"
    }
}
