import JSON

/// event → objects → lines → rows → batches → monitor.
package final class Pipeline {
    private let sink: any Sink
    private let quarantine: (any Quarantine)?
    private let settings: PipelineSettings
    private let log: any Log
    private var failuresTold = 0
    private static let mostFailuresTold = 100

    /// A pipeline that ends in a sink; without a quarantine, lines that cannot be relayed are only pointed at.
    package init(into sink: any Sink, quarantine: (any Quarantine)?, settings: PipelineSettings, log: any Log) {
        self.sink = sink
        self.quarantine = quarantine
        self.settings = settings
        self.log = log
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
            tell("\(omission.uri) is not relayed: \(omission.reason)")
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

    /// Says what failed; after a hundred times the report says the rest.
    private func tell(_ message: String) {
        failuresTold += 1
        guard failuresTold <= Self.mostFailuresTold else { return }
        log.write(.error, message)
        guard failuresTold == Self.mostFailuresTold else { return }
        log.write(.error, "more failures are counted in the summary and not told one by one")
    }

    /// Relays one object.
    package func relay(
        _ object: ObjectReference,
        from store: any ObjectStore,
        acceptsQuarantine: Bool,
        into report: inout Report
    ) async {
        var run = ObjectRelay(object, sink: sink, quarantine: quarantine, settings: settings, log: log)
        await run.relay(from: store, acceptsQuarantine: acceptsQuarantine)
        let result = run.report()
        if result.outcome == .failed || result.outcome == .partial {
            tell(result.sentence)
        }
        report.lag.add(run.lag)
        report.add(result)
    }
}
