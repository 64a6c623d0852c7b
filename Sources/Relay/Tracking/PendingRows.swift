/// Rows that a monitor took without saying yet whether it keeps them.
struct PendingRows: Equatable, Sendable {
    /// Where they are in the object.
    let rows: Range<Position>
    /// The request that the monitor can be asked for.
    let request: String
}
