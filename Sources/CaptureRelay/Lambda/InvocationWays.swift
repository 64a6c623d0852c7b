import Relay

/// What an invocation reads from and leads to.
struct InvocationWays {
    /// Where its objects are.
    let store: any ObjectStore
    /// Where rows and lines go.
    let ends: PipelineEnds
    /// Where progress is kept, if it is.
    var progress: ProgressSettings?
    /// Where a message goes that brings the rest of an object back, if there is such a place.
    var continuation: (any ContinuationQueue)?
    /// Where the captures lie that labels are joined with, if they are.
    var captures: CaptureSource?
}
