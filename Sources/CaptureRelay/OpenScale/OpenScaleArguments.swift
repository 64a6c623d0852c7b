import Relay

/// What `openscale` was asked to do.
enum OpenScaleArguments: Equatable, Sendable {
    /// To tell what there is, for people or as JSON for programs.
    case list(asJSON: Bool, environmentFile: String?)
    /// To subscribe an endpoint.
    case subscribe(SubscribeArguments)

    /// The words that say which.
    enum Action: String, CaseIterable {
        case list
        case subscribe
    }

    /// The file of settings.
    var environmentFile: String? {
        switch self {
        case .list(_, let file): file
        case .subscribe(let arguments): arguments.environmentFile
        }
    }

    /// Reads the arguments behind `openscale`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        guard let word = arguments.first else { throw .openScale(.actionMissing) }
        guard !word.hasPrefix("-") else { throw .openScale(.flagBeforeAction(word)) }
        switch Action(rawValue: word) {
        case .list: self = try Self.list(arguments.dropFirst())
        case .subscribe: self = .subscribe(try SubscribeArguments(arguments.dropFirst()))
        case nil: throw .openScale(.unknownAction(word))
        }
    }

    private enum ListFlag: String, CaseIterable {
        case json = "--json"
        case environmentFile = "--env-file"
    }

    private static func list(_ arguments: ArraySlice<String>) throws(UsageError) -> OpenScaleArguments {
        var reader = ArgumentReader<ListFlag>(arguments, of: .openscale)
        var asJSON = false
        var file: String?
        while let argument = try reader.next() {
            switch argument {
            case .word(let word): throw .openScale(.wordTooMany(word, .list))
            case .flag(.json): asJSON = try reader.hasNoValue()
            case .flag(.environmentFile): file = try reader.value()
            }
        }
        return .list(asJSON: asJSON, environmentFile: file)
    }
}
