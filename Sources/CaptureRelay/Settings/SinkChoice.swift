import AWS
import Relay

/// Where rows go.
enum SinkChoice: Equatable, Sendable {
    /// A file of JSON Lines; `-` is standard output.
    case file(path: String)
    /// Fiddler.
    case fiddler(FiddlerSettings)
    /// OpenScale.
    case openscale(OpenScaleSettings)
    /// Any HTTP endpoint.
    case endpoint(EndpointSettings)

    /// Whether something must be asked of AWS before rows can go there.
    var needsAmazon: Bool {
        switch self {
        case .file: false
        case .fiddler(let fiddler): fiddler.partnerApp != nil || fiddler.token.isKept
        case .openscale(let openscale): openscale.login.secret.isKept
        case .endpoint(let endpoint): endpoint.token?.isKept ?? false
        }
    }
}

extension Secret {
    /// Whether it must be fetched.
    fileprivate var isKept: Bool {
        if case .kept = self { true } else { false }
    }
}
