/// How captures become rows: all that the `CAPTURE_` settings say.
package struct MappingSettings: Equatable, Sendable {
    /// The columns taken from the request.
    package var inputs: [Column] = []

    /// The columns taken from the answer.
    package var outputs: [Column] = []

    /// The column for the time of the inference.
    package var timestamp: TimestampColumn?

    /// Columns about the capture itself.
    package var metadata: [MetadataColumn] = []

    /// The column for the row's id.
    package var idColumn: String?

    /// Whether the lines of shadow variants are relayed.
    package var relaysShadow = false


    /// How ground truth becomes rows; without it, it does not.
    package var labels: LabelSettings?
