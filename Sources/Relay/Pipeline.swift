import JSON

/// event → objects → lines → rows → batches → monitor.
package final class Pipeline {
    private let ends: PipelineEnds
    private let settings: PipelineSettings
    /// Whether any object was begun.
    private var hasBegun = false

    /// A pipeline that leads to a sink.
    package init(to ends: PipelineEnds, settings: PipelineSettings) {
        self.ends = ends
        self.settings = settings
    }

    /// Relays everything that an event announced.
    package func relay(_ announcement: Announcement, from store: any ObjectStore, into report: inout Report) async {
        for part in announcement.parts { await relay(part, from: store, into: &report) }
    }

    /// Relays one part of what an event announced.
    package func relay(_ part: Part, from store: any ObjectStore, into report: inout Report) async {
        for omission in part.skipped {
            report.add(.init(uri: omission.uri, outcome: .skipped, reason: omission.reason))
        }
        for omission in part.refused {
            ends.failures.tell("\(omission.uri) is not relayed: \(omission.reason)", to: ends.log)
            report.add(.init(uri: omission.uri, outcome: .failed, reason: omission.reason))
        }
        for object in part.objects {
            if let reason = settings.reasonToSkip(object) {
                report.add(.init(uri: object.uri, outcome: .skipped, reason: reason))
            } else {
                await relay(object, from: store, acceptsQuarantine: false, into: &report)
            }
        }
    }

    /// Relays one object.
    package func relay(
        _ object: ObjectReference,
        from store: any ObjectStore,
        acceptsQuarantine: Bool,
        into report: inout Report
    ) async {
        var run = ObjectRelay(object, ends, settings)
        await run.relay(from: store, acceptsQuarantine: acceptsQuarantine)
        var (result, lag) = run.report()
        if run.rest?.isUntouched != true { hasBegun = true }
        if result.stop == .outOfTime { await handOn(run.rest, of: object, &result) }
        if result.isFailure { ends.failures.tell(result.sentence, to: ends.log) }
        // What a list names is old; its lag would say nothing of how late new captures come.
        if !object.isListed { report.lag.add(lag) }
        report.add(result)
    }

    /// Sends a message that brings the rest of an object back.
    ///
    /// It brings all of one that was not begun since others took the time. Where no object was begun at all it would go
    /// on forever, and so the trigger is told of a failure.
    private func handOn(_ rest: ObjectRest?, of object: ObjectReference, _ report: inout ObjectReport) async {
        guard let rest, hasBegun, let continuation = settings.continuation else { return }
        do throws(ContinuationError) {
            try await continuation.send(rest.message, group: object.uri)
            report.isHandedOn = true
            report.reason = rest.told
            ends.log.write(.info, report.sentence)
        } catch {
            report.reason = "\(report.reason ?? ""); \(error)"
        }
    }
}
