import Lambda
import Relay

/// Turns what became of an event into what its trigger expects to be told.
protocol TriggerAnswer {
    /// The answer, from what became of each part and of all together.
    func answer(_ parts: [PartOutcome], _ report: Report) -> InvocationAnswer
}

extension Trigger {
    /// The kind of answer that the trigger expects.
    func kindOfAnswer(_ settings: Settings) -> any TriggerAnswer {
        switch self {
        case .asynchronous, .continuation: AsynchronousAnswer()
        case .queue: QueueAnswer(failures: settings.queueFailures)
        case .batchOperations(let schemaVersion, let invocationID):
            BatchOperationsAnswer(schemaVersion: schemaVersion, invocationID: invocationID)
        case .stateMachine: StateMachineAnswer()
        }
    }
}
