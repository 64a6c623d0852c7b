import Relay

/// What captures look like that a benchmark maps.
enum CaptureKind: String {
    /// 30 features of a tabular model as CSV, and a number as the answer: about 600 bytes a line.
    case csv
    /// The same values as JSON, in the forms that TensorFlow Serving made common.
    case json
    /// The same CSV under a content type that data capture does not know.
    case base64
    /// CSV of 20,000 columns.
    case wide
    /// One line with many rows of 10 columns.
    case long

    /// How many features a row has.
    var features: Int {
        switch self {
        case .csv, .json, .base64: 30
        case .wide: 20_000
        case .long: 10
        }
    }

    /// How the captures become rows; the rows are those that the function of Fiddler's guide makes.
    func mapping(isTyped: Bool) -> MappingSettings {
        let path = self == .json ? ColumnPath([.key("predictions"), .each, .key("score")]) : nil
        var settings = MappingSettings()
        settings.inputs = (0..<features).map { index in
            Column("feature_\(index)", type: isTyped && index != CaptureMaker.textColumn ? .float : nil)
        }
        settings.outputs = [Column("prediction", path: path, type: isTyped ? .float : nil)]
        settings.timestamp = TimestampColumn(name: "timestamp")
        return settings
    }
}
