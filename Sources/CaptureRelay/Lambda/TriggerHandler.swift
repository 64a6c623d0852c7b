import AWS
import JSON
import Lambda
import Relay

/// Relays what an event announces, part by part, and answers its trigger as that expects.
struct TriggerHandler: InvocationHandler {
    /// What the user set.
    let settings: Settings

    /// Where it is told what is done.
    let log: any Log

    /// Makes what the invocation of a trigger reads from and leads to, with its times and its trace.
    let makeWays: (Trigger, TimePlan, _ traceID: String?) -> InvocationWays

    /// Keeps what an invocation did and how long it took.
    let recordMetrics: (Report, Duration) -> Void

    /// Tells the time.
    var now: @Sendable () -> ContinuousClock.Instant = { .now }

    func handle(_ invocation: Lambda.Invocation) async -> InvocationAnswer {
        let began = now()
        var report = Report()
        let answer = await answer(invocation, began, &report)
        for sentence in report.sentences { log.write(.info, sentence) }
        recordMetrics(report, began.duration(to: now()))
        return answer
    }

    private func answer(
        _ invocation: Lambda.Invocation,
        _ began: ContinuousClock.Instant,
        _ report: inout Report
    ) async -> InvocationAnswer {
        let announcement: Announcement
        do throws(EventError) { announcement = try Self.announcement(in: invocation.event) } catch {
            log.write(.error, error.description)
            report.add(ObjectReport(uri: "the event", outcome: .failed, reason: error.description))
            return FailureKind.eventUnreadable.answer(error.description)
        }
        let outcomes = await relay(announcement, invocation, plan(invocation, began), into: &report)
        return announcement.trigger.kindOfAnswer(settings).answer(outcomes, report)
    }

    private static func announcement(in event: [UInt8]) throws(EventError) -> Announcement {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: event) } catch { throw .notJSON(error) }
        return try EventDecoder.announcement(in: value)
    }

    /// When what must be over.
    private func plan(_ invocation: Lambda.Invocation, _ began: ContinuousClock.Instant) -> TimePlan {
        let left = began.duration(to: invocation.deadline)
        if let margin = settings.deadlineMargin, margin >= left {
            let name = Variable.deadlineMargin.name
            log.write(.error, "\(name) leaves no time: lower it, or raise the function's time-out above \(margin)")
        }
        return TimePlan(
            deadline: invocation.deadline, margin: settings.deadlineMargin ?? min(.seconds(5), left / 5))
    }

    /// Relays each part unless it must wait for one before it, and tells what became of it.
    private func relay(
        _ announcement: Announcement,
        _ invocation: Lambda.Invocation,
        _ plan: TimePlan,
        into report: inout Report
    ) async -> [PartOutcome] {
        var pipelineSettings = settings.pipeline
        let ways = makeWays(announcement.trigger, plan, invocation.traceID)
        pipelineSettings.stopsAt = plan.readsUntil
        pipelineSettings.deliversUntil = plan.deliversUntil
        pipelineSettings.now = now
        pipelineSettings.progress = ways.progress
        pipelineSettings.continuation = ways.continuation
        pipelineSettings.captureSource = ways.captures
        let pipeline = Pipeline(to: ways.ends, settings: pipelineSettings)
        var order = GroupOrder()
        var outcomes: [PartOutcome] = []
        for part in announcement.parts {
            if order.holdsBack(part) {
                outcomes.append(holdBack(part, &report))
            } else {
                var partReport = Report()
                await pipeline.relay(part, from: ways.store, into: &partReport)
                outcomes.append(PartOutcome(of: part, partReport))
                report.add(partReport)
            }
            if outcomes.last?.isDelivered == false { order.fail(part) }
        }
        return outcomes
    }

    private func holdBack(_ part: Part, _ report: inout Report) -> PartOutcome {
        log.write(.warning, "SQS message \(part.id ?? "without an id") is \(PartOutcome.heldBack)")
        for uri in part.objects.map(\.uri) + part.refused.map(\.uri) {
            var object = ObjectReport(uri: uri, outcome: .failed, reason: PartOutcome.heldBack)
            object.isTemporary = true
            report.add(object)
        }
        return PartOutcome(heldBack: part)
    }
}
