import AWS
import Files
import HTTP
import Relay

/// What the program has of the places where progress and quarantined lines are kept, and of the queue for the rest.
struct ShelfAccess {
    private let settings: Settings
    private let amazon: () -> AmazonAccess

    /// Access to what the settings name; AWS is asked for where something is kept there.
    init(_ settings: Settings, _ amazon: @escaping () -> AmazonAccess) {
        self.settings = settings
        self.amazon = amazon
    }

    /// Where quarantined lines go, if anywhere.
    func quarantine(in context: RequestContext) -> (any Shelf)? {
        settings.quarantine.map { shelf($0, .quarantineURL, context) }
    }

    /// Where progress is kept, if anywhere; a run without an end of its own renews its lease.
    func progress(in context: RequestContext, runEndsAt end: Int? = nil, startsAgain: Bool = false)
        -> ProgressSettings?
    {
        guard let state = settings.state else { return nil }
        var progress = ProgressSettings(shelf: shelf(state, .stateURL, context), identity: settings.identity)
        progress.labelIdentity = settings.labelIdentity
        progress.runEndsAt = end
        progress.startsAgain = startsAgain
        if end == nil { progress.holder = ProcessIdentity.current()?.text }
        progress.hasEnded = ProcessIdentity.hasEnded
        return progress
    }

    /// Where a message for the rest of an object goes, if anywhere.
    func continuation(in context: RequestContext) -> (any ContinuationQueue)? {
        settings.continuationQueue.map {
            SQSContinuationQueue(client: amazon().queues, queue: $0, context: context)
        }
    }

    /// What is kept must be kept after a request to stop as well.
    private func shelf(_ url: ShelfURL, _ setting: Variable, _ context: RequestContext) -> any Shelf {
        var context = context
        context.outlastsInterruption = true
        switch url {
        case .folder(let path):
            return FolderShelf(folder: path, setting: setting.name, waiting: ClockWaiting())
        case .s3(let bucket, let prefix):
            return S3Shelf(
                client: amazon().objects, bucket: bucket, prefix: prefix, setting: setting.name, context: context)
        }
    }
}
