import Synchronization

/// What a signing key is good for: one day, one region, one service.
package struct SigningScope: Hashable, Sendable {
    /// The secret key as bytes, so that nothing but the same secret is the same.
    private let secret: [UInt8]
    private let day: String
    private let region: String
    private let service: String

    /// A scope.
    package init(secret: String, day: String, region: String, service: String) {
        self.secret = Array(secret.utf8)
        self.day = day
        self.region = region
        self.service = service
    }

    /// The scope as it is named beside the key's id.
    var text: String { "\(day)/\(region)/\(service)/aws4_request" }

    /// Derives the key, which takes four hashes.
    package var derivedKey: [UInt8] {
        var key = Array("AWS4".utf8) + secret
        for part in [day, region, service, "aws4_request"] { key = SecureHash.sha256(part, key: key) }
        return key
    }
}

/// Keeps the signing keys of the day, so that a process that goes on derives each once.
package final class SigningKeys: Sendable {
    /// The keys of this process.
    static let shared = SigningKeys()

    /// More keys than one process has use for; with one more it starts over, without those of past days.
    private static let limit = 32

    private let kept = Mutex<[SigningScope: [UInt8]]>([:])
    private let derive: @Sendable (SigningScope) -> [UInt8]

    /// No keys yet.
    package init(derive: @escaping @Sendable (SigningScope) -> [UInt8] = { $0.derivedKey }) {
        self.derive = derive
    }

    /// The key for a scope.
    package func key(for scope: SigningScope) -> [UInt8] {
        if let key = kept.withLock({ $0[scope] }) { return key }
        let key = derive(scope)
        kept.withLock { kept in
            if kept.count >= Self.limit { kept.removeAll() }
            kept[scope] = key
        }
        return key
    }
}
