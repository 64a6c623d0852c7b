/// What a pipeline leads to.
package struct PipelineEnds: Sendable {
    /// Where the rows of inferences go.
    package var sink: any Sink
    /// Where labels go; without it they are ignored.
    package var labelSink: (any Sink)?
    /// Where lines go that cannot be relayed; without it they are only pointed at.
    package var quarantine: (any Shelf)?
    /// Where it is told what is done.
    package var log: any Log
    /// What the sink has refused so far; whoever keeps a sink's monitor in mind between events keeps this.
    package var streak = RefusalStreak()
    /// What the sink of labels has refused so far.
    package var labelStreak = RefusalStreak()
    /// The failures that were told.
    package var failures = ToldFailures()

    /// What a pipeline leads to.
    package init(sink: any Sink, quarantine: (any Shelf)?, log: any Log) {
        self.sink = sink
        self.quarantine = quarantine
        self.log = log
    }
}
