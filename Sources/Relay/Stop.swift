/// What ends the work on an object from outside, whatever the object is like.
package enum Stop: Equatable, Sendable {
    /// The process was asked to end.
    case interrupted
    /// There was no more time for it.
    case outOfTime
}
