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

    /// What a row is written as.
    package var form = RowForm.object

    /// The fields of the response where they are not simply the output columns.
    package var response: [ResponseField] = []

    /// How ground truth becomes rows; without it, it does not.
    package var labels: LabelSettings?

    /// The names of the values in a row of labels: the labels alone, or features, labels and prediction.
    package var labelFields: [String] {
        let names = labels?.columns.map(\.name) ?? []
        return labels?.joinPrefix == nil ? names : inputs.map(\.name) + names + responseFields
    }

    /// Whether no column of captures is named.
    package var hasNoColumns: Bool { inputs.isEmpty && outputs.isEmpty }

    /// Settings that name no column at all.
    package init() {}

    /// The names of the columns about the capture itself, in their order in the row.
    package var aboutCapture: [String] {
        [timestamp?.name].compactMap(\.self) + metadata.map(\.name) + [idColumn].compactMap(\.self)
    }

    /// The names of the response's fields.
    package var responseFields: [String] { responseColumns.map(\.name) }

    /// The response's fields as if each were a column.
    package var responseColumns: [Column] {
        guard !response.isEmpty else { return outputs }
        return response.map { field in
            switch field.source {
            case .column(let index): Column(field.name, type: outputs[index].type)
            case .array: Column(field.name)
            case .threshold, .largest: Column(field.name, type: field.type)
            }
        }
    }
}

/// The column for the time of the inference, and how it is written.
package struct TimestampColumn: Equatable, Sendable {
    /// The forms a time can be written in.
    package enum Format: String, CaseIterable, Sendable {
        case iso8601
        case epoch
        case epochMilliseconds = "epoch-ms"
        case datetime
    }

    /// The name in the row.
    package let name: String

    /// How the time is written.
    package let format: Format

    /// A timestamp column.
    package init(name: String, format: Format = .iso8601) {
        self.name = name
        self.format = format
    }
}
