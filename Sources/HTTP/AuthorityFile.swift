import CCrypto

/// The certificates in a file of authorities, of which only those are parsed that a peer's own lead to.
///
/// A system has some 140 authorities, and to parse them all takes libcrypto longer than a short run takes altogether.
@safe
struct AuthorityFile {
    private let path: String
    /// The certificates in DER by their subjects.
    private var certificates: [[UInt8]: [[UInt8]]] = [:]

    /// The file at a path; nothing where it cannot be read, holds no certificate, or holds something that is none.
    init?(_ path: String) {
        self.path = path
        guard let file = unsafe BIO_new_file(path, "r") else { return nil }
        defer {
            unsafe BIO_free(file)
            ERR_clear_error()
        }
        while let block = unsafe PEMBlock(nextOf: file) {
            guard block.isCertificate else { continue }
            guard let names = CertificateNames(block.bytes) else { return nil }
            certificates[names.subject, default: []].append(block.bytes)
        }
        guard PEMBlock.hasEnded, !certificates.isEmpty else { return nil }
    }

    /// Puts into the store of a check those authorities that the peer's certificates lead to.
    ///
    /// Where they lead to none it gets all of them: a name can be encoded in two ways.
    @unsafe func provide(to check: OpaquePointer) {
        let store = unsafe X509_STORE_CTX_get0_store(check)
        var open = unsafe names(in: X509_STORE_CTX_get0_untrusted(check))
        var found: Set<[UInt8]> = []
        while let name = open.popLast() {
            guard let known = certificates[name], found.insert(name).inserted else { continue }
            for certificate in known {
                unsafe add(certificate, to: store)
                if let names = CertificateNames(certificate) { open.append(names.issuer) }
            }
        }
        if found.isEmpty { _ = unsafe X509_STORE_load_locations(store, path, nil) }
        ERR_clear_error()
    }

    /// Whom certificates are about, and who made them.
    private func names(in chain: OpaquePointer?) -> [[UInt8]] {
        unsafe (0..<max(0, OPENSSL_sk_num(chain))).flatMap { index -> [[UInt8]] in
            let certificate = unsafe OpaquePointer(OPENSSL_sk_value(chain, index))
            var bytes = unsafe [UInt8](repeating: 0, count: Int(max(0, i2d_X509(certificate, nil))))
            unsafe bytes.withUnsafeMutableBufferPointer { room in
                var end = room.baseAddress
                unsafe _ = i2d_X509(certificate, &end)
            }
            return CertificateNames(bytes).map { [$0.subject, $0.issuer] } ?? []
        }
    }

    private func add(_ certificate: [UInt8], to store: OpaquePointer?) {
        unsafe certificate.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            let parsed = unsafe d2i_X509_AUX(nil, &start, bytes.count)
            unsafe X509_STORE_add_cert(store, parsed)
            unsafe X509_free(parsed)
        }
    }
}

/// What stands between two lines of dashes.
@safe
private struct PEMBlock {
    let isCertificate: Bool
    let bytes: [UInt8]

    /// The kinds that authorities come as.
    private static let kinds = [PEM_STRING_X509, PEM_STRING_X509_OLD, PEM_STRING_X509_TRUSTED]

    /// The next one of a file, if there is one that can be read.
    @unsafe init?(nextOf file: OpaquePointer) {
        var kind: UnsafeMutablePointer<CChar>?
        var head: UnsafeMutablePointer<CChar>?
        var memory: UnsafeMutablePointer<UInt8>?
        var count = 0
        guard unsafe PEM_read_bio(file, &kind, &head, &memory, &count) == 1, let name = unsafe kind else { return nil }
        let text = unsafe String(cString: name)
        isCertificate = Self.kinds.contains(text)
        unsafe bytes = Array(UnsafeBufferPointer(start: memory, count: count))
        unsafe CRYPTO_free(kind, nil, 0)
        unsafe CRYPTO_free(head, nil, 0)
        unsafe CRYPTO_free(memory, nil, 0)
    }

    /// Whether there was none because the file has ended.
    static var hasEnded: Bool { ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE }
}
