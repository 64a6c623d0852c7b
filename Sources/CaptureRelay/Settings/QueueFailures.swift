/// How the messages of a queue that failed are told.
enum QueueFailures: String, Sendable {
    /// By their ids, for a mapping with ReportBatchItemFailures.
    case report
    /// By an error, after which all come again.
    case error
}
