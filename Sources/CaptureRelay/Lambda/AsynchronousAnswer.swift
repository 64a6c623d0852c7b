import Lambda
import Relay

/// What S3, SNS and EventBridge are told: nobody reads the answer, and only an error brings the event again.
struct AsynchronousAnswer: TriggerAnswer {
    func answer(_ parts: [PartOutcome], _ report: Report) -> InvocationAnswer {
        guard report.failed == 0 else { return FailureKind.notDelivered.answer(report.failures) }
        return .success(Array(report.json.utf8))
    }
}
