import Lambda
import Relay

/// What a state machine is told: the summary, or an error whose type its `Retry` and `Catch` can match.
struct StateMachineAnswer: TriggerAnswer {
    func answer(_ parts: [PartOutcome], _ report: Report) -> InvocationAnswer {
        guard report.failed == 0 else { return FailureKind(of: report).answer(report.failures) }
        return .success(Array(report.json.utf8))
    }
}
