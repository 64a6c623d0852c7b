/// The headings that the settings stand under in the help.
enum VariableGroup: CaseIterable, Sendable {
    case columns
    case objects
    case limits
    case safety
    case sink
    case file
    case fiddler
    case openscale
    case openscaleCommands
    case http
    case delivery
    case lambda
    case process

    /// The heading.
    var title: String {
        switch self {
        case .columns: "Columns of the rows"
        case .objects: "Objects"
        case .limits: "Limits"
        case .safety: "Quarantine and progress"
        case .sink: "Where rows go"
        case .file: "The file sink"
        case .fiddler: "The fiddler sink"
        case .openscale: "The openscale sink"
        case .openscaleCommands: "The command openscale subscribe"
        case .http: "The http sink"
        case .delivery: "Batches and delivery"
        case .lambda: "AWS Lambda"
        case .process: "The program itself"
        }
    }

    /// The sink whose settings these are.
    var sink: SinkName? {
        switch self {
        case .file: .file
        case .fiddler: .fiddler
        case .openscale: .openscale
        case .http: .http
        default: nil
        }
    }
}
