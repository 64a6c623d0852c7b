/// Why a transfer came to nothing, without a word about what was transferred.
package struct TransferError: Error, Equatable, CustomStringConvertible {
    /// What went wrong.
    package enum Fault: Equatable, Sendable {
        /// The host's name leads nowhere.
        case unresolved
        /// There is nobody at that address.
        case refused
        /// The connection did not come about in time.
        case connectTimeout
        /// Nothing came or went for too long.
        case stalled
        /// The deadline was reached.
        case deadline
        /// The peer's certificate is not one to trust.
        case certificate
        /// The file of certificate authorities cannot be used.
        case authorities(path: String)
        /// The encrypted connection did not come about.
        case handshake
        /// The connection broke.
        case broken
        /// The response is no HTTP.
        case rubbish
        /// The response is longer than expected.
        case tooLong(limit: Int)
        /// The process was asked to stop.
        case interrupted
        /// The URL is none that can be asked.
        case url
        /// The proxy did not do its part.
        case proxy
        /// Anything else.
        case other
    }

    /// What went wrong.
    package let fault: Fault
    /// The library's own words, for whoever must dig deeper.
    package let detail: String

    /// An error.
    package init(_ fault: Fault, _ detail: String = "") {
        self.fault = fault
        self.detail = detail
    }

    /// Whether the same request may succeed when it is sent again.
    package var isTemporary: Bool {
        switch fault {
        case .unresolved, .refused, .connectTimeout, .stalled, .handshake, .broken, .rubbish, .proxy, .other: true
        case .deadline, .certificate, .authorities, .tooLong, .interrupted, .url: false
        }
    }

    /// A phrase that follows the name of what was asked.
    package var description: String {
        let words =
            switch fault {
            case .unresolved: "its host name cannot be resolved"
            case .refused: "nobody listens at that address"
            case .connectTimeout: "no connection came about in time; check network, VPC and proxy settings"
            case .stalled: "nothing came for too long"
            case .deadline: "it did not answer before the deadline"
            case .certificate:
                "its certificate is not trusted; where an authority of your own signed it, name that authority's file "
                    + "with SSL_CERT_FILE, or for AWS alone with AWS_CA_BUNDLE"
            case .authorities(let path): "the certificate authorities in \(path) cannot be read"
            case .handshake: "the encrypted connection did not come about"
            case .broken: "the connection broke"
            case .rubbish: "what answered does not speak HTTP"
            case .tooLong(let limit): "the answer is longer than \(limit) bytes"
            case .interrupted: "it was interrupted"
            case .url: "its address is not a URL that can be asked"
            case .proxy: "the proxy did not let it through; check HTTPS_PROXY, http_proxy and NO_PROXY"
            case .other: "the transfer failed"
            }
        return detail.isEmpty ? words : "\(words) (\(detail))"
    }
}
