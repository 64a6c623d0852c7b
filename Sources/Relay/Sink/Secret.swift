package import AWS

/// Something that opens doors: never in a log, an error, a report or a dry run.
package enum Secret: Equatable, Sendable {
    /// The secret itself.
    case text(String)
    /// Where it is kept.
    case kept(SecretReference)
}
