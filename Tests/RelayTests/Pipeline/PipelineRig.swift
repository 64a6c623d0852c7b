import JSON
import Relay
import Testing

/// A pipeline between scripted ends, which checks after each run that the accounts are true.
struct PipelineRig {
    let sink = Sink()
    /// Where labels go, if their columns are set.
    let labelSink = Sink()
    var quarantine = MemoryShelf()
    let log = Log()
    var settings = PipelineSettings()

    /// Whether lines that cannot be relayed are kept.
    var keepsQuarantine = true

    init(_ mapped: Mapped = Mapped("a", "y", id: "id")) {
        settings.mapping = mapped.settings
    }

    /// The rows that the sink accepted, in their order.
    var rows: [String] { sink.bodies.flatMap { $0.split(separator: "\n").map(String.init) } }

    /// The rows of labels that their sink accepted, in their order.
    var labels: [String] { labelSink.bodies.flatMap { $0.split(separator: "\n").map(String.init) } }

    /// What became of the only object.
    func result(of body: Body, acceptsQuarantine: Bool = false) async -> ObjectReport? {
        await relay(body, acceptsQuarantine: acceptsQuarantine).details.first
    }

    /// Relays a text as the bytes of an object, in one chunk.
    func relay(_ text: String, acceptsQuarantine: Bool = false) async -> Report {
        await relay(Body(Array(text.utf8)), acceptsQuarantine: acceptsQuarantine)
    }

    /// Relays the bytes of an object.
    func relay(_ body: Body, acceptsQuarantine: Bool = false) async -> Report {
        var report = Report()
        await pipeline.relay(object, from: Store(body), acceptsQuarantine: acceptsQuarantine, into: &report)
        expectTrueAccounts(report)
        return report
    }

    /// Relays what an event announces.
    func relay(_ announcement: Announcement, from store: any ObjectStore) async -> Report {
        var report = Report()
        await pipeline.relay(announcement, from: store, into: &report)
        expectTrueAccounts(report)
        return report
    }

    /// The object that every body stands for.
    var object = ObjectReference(
        bucket: "captures", key: "churn/AllTraffic/2026/01/01/00/00-00-000-a.jsonl", versionID: "v1", etag: "e1")

    private var pipeline: Pipeline {
        var ends = PipelineEnds(sink: sink, quarantine: keepsQuarantine ? quarantine : nil, log: log)
        if settings.mapping.labels != nil { ends.labelSink = labelSink }
        return Pipeline(to: ends, settings: settings)
    }

    private func expectTrueAccounts(_ report: Report) {
        #expect(report.total.isTrue)
        for detail in report.details {
            #expect(detail.tally.isTrue, "\(detail)")
            let isShort = detail.outcome == .partial || detail.outcome == .failed
            #expect(detail.tally.undelivered == 0 || isShort, "\(detail)")
            #expect(detail.outcome == .delivered || detail.reason?.isEmpty == false, "\(detail)")
        }
        #expect(report.total.accepted == rows.count + labels.count)
        #expect(report.total.batches == sink.bodies.count + labelSink.bodies.count)
        #expect(sink.rows == sink.bodies.map { $0.split(separator: "\n").count })
        for row in rows { #expect((try? JSONValue(parsing: row))?.members != nil, "\(row)") }
        for row in labels { #expect((try? JSONValue(parsing: row)) != nil, "\(row)") }
    }
}
