/// The URL of a queue of SQS, such as `https://sqs.eu-west-1.amazonaws.com/111122223333/rest`.
package struct QueueURL: Equatable, Sendable {
    /// Where a queue is asked for things.
    enum Place: Equatable {
        /// At AWS's usual host for a region.
        case region(String)
        /// At a host that is named: an endpoint of a VPC, a FIPS host, a server that is not AWS's.
        case host(String, region: String?)
    }

    /// The URL as it was given, which is the queue's name to SQS.
    package let text: String
    /// Whether it keeps messages in their order and knows a message that comes twice.
    package let isFIFO: Bool

    let place: Place

    /// Reads a URL.
    package init(_ text: String) throws(QueueURLError) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
        guard isPlain, let parts = URLParts(text) else { throw .notAURL }
        guard !parts.hasUser else { throw .user }
        guard parts.query == nil else { throw .query }
        let segments = parts.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard segments.count >= 2, let name = segments.last, Self.isName(name) else { throw .noQueue }
        self.text = text
        isFIFO = name.hasSuffix(".fifo")
        place = Self.place(of: parts)
    }

    /// A queue's name: up to 80 letters, digits, hyphens and underscores, and the ending that says that it keeps order.
    private static func isName(_ name: Substring) -> Bool {
        let body = name.hasSuffix(".fifo") ? name.dropLast(5) : name
        return !body.isEmpty && name.utf8.count <= 80
            && body.utf8.allSatisfy { byte in
                byte.isOfHost || byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            }
    }

    private static func place(of parts: URLParts) -> Place {
        let labels = parts.host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let own = "\(parts.scheme)://\(parts.hostField)"
        if parts.host == "queue.amazonaws.com" { return .region("us-east-1") }
        // From before the hosts began with the service's name.
        if labels.count > 2, labels[1] == "queue", isAWS(labels.dropFirst(2), labels[0]) { return .region(labels[0]) }
        guard let at = labels.firstIndex(where: { $0 == "sqs" || $0 == "sqs-fips" }), at + 1 < labels.count else {
            return .host(own, region: nil)
        }
        let region = labels[at + 1]
        var domain = labels.dropFirst(at + 2)
        let isOfVPC = at > 0 && domain.first == "vpce"
        if isOfVPC { domain = domain.dropFirst() }
        guard isAWS(domain, region), at == 0 || isOfVPC else { return .host(own, region: nil) }
        let isUsual = at == 0 && labels[0] == "sqs" && domain.elementsEqual(usualDomain(of: region))
        return isUsual ? .region(region) : .host(own, region: region)
    }

    private static func usualDomain(of region: String) -> [String] {
        AWSPartition.of(region: region).domain.split(separator: ".").map(String.init)
    }

    /// Whether the end of a host is one that AWS has for a region.
    private static func isAWS(_ labels: ArraySlice<String>, _ region: String) -> Bool {
        let partition = AWSPartition.of(region: region)
        let domain = labels.joined(separator: ".")
        return AWSEnvironment.isRegion(region) && (domain == partition.domain || domain == partition.dualStackDomain)
    }
}

/// Why a text is no queue's URL; each case is a phrase that follows the setting's name.
package enum QueueURLError: Error, Equatable, CustomStringConvertible {
    case notAURL
    case user
    case query
    case noQueue

    /// The phrase, without the text itself, which may hold what is not for a log.
    package var description: String {
        let example = "such as https://sqs.eu-west-1.amazonaws.com/111122223333/rest"
        return switch self {
        case .notAURL: "is not the URL of a queue; it takes one \(example)"
        case .user: "has a user before its host, which no queue's URL has"
        case .query: "has a ?, which no queue's URL has"
        case .noQueue: "names no account and queue in its path; it takes the URL of a queue, \(example)"
        }
    }
}
