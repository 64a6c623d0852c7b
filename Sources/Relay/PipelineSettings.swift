package import HTTP

/// What the pipeline needs to know besides where things come from and go to.
package struct PipelineSettings: Sendable {
    /// How captures become rows.
    package var mapping = MappingSettings()
    /// Where the captures lie that labels are joined with, if they are.
    package var captureSource: CaptureSource?
    /// Whether the columns of captures must be named, since a monitor would not know what to make of others.
    package var requiresColumns = false
    /// Most rows in a batch.
    package var batchRows = 1000
    /// Most bytes in a batch.
    package var batchBytes = 900_000
    /// The most batches in flight.
    package var concurrency = 4
    /// How long one batch is tried.
    package var retryBudget = Duration.seconds(60)
    /// Most bytes that one object may inflate to.
    package var inflateLimit = 10 << 30
    /// The longest line.
    package var lineLimit = 32 << 20
    /// The share of an object's lines that may be quarantined.
    package var quarantineLimit = 1.0
    /// Only keys that begin so are relayed.
    package var keyPrefix: String?
    /// Only keys that end so are relayed.
    package var keySuffix: String?
    /// The time from which no more is taken on; what was taken on until then is still delivered.
    package var stopsAt: ContinuousClock.Instant?
    /// When all that is sent to a monitor must be over, so that time is left to keep what came of it.
    package var deliversUntil: ContinuousClock.Instant?
    /// Where progress is kept, if it is.
    package var progress: ProgressSettings?
    /// Where a message goes that brings the rest of an object back, when there was no time for all of it.
    package var continuation: (any ContinuationQueue)?
    /// How it waits to try again.
    package var waiting: any Waiting = ClockWaiting { Interruption.isRequested }
    /// Tells the time.
    package var now: @Sendable () -> ContinuousClock.Instant = { .now }

    /// The defaults.
    package init() {}

    /// Whether a lease is renewed while the work goes on.
    var keepsLease: Bool { progress.map { $0.runEndsAt == nil } ?? false }

    /// Whether no more is taken on.
    var isOutOfTime: Bool { stopsAt.map { now() >= $0 } ?? false }

    /// Why an object that an event names is not relayed, if it is not.
    package func reasonToSkip(_ object: ObjectReference) -> String? {
        let key = object.key.utf8
        if let keyPrefix, !key.starts(with: keyPrefix.utf8) {
            return "its key does not begin with RELAY_KEY_PREFIX (\(keyPrefix))"
        }
        if let keySuffix, !key.reversed().starts(with: keySuffix.utf8.reversed()) {
            return "its key does not end with RELAY_KEY_SUFFIX (\(keySuffix))"
        }
        let name = key.reversed().prefix { $0 != UInt8(ascii: "/") }.reversed()
        return name.elementsEqual("_SUCCESS".utf8) ? "it is the mark of a job that ended, not captures" : nil
    }
}
