import CCrypto
import CCurl

/// How the certificates of peers are checked: by libcrypto, against the authorities of one file.
///
/// libcurl would parse the whole file, and for each new connection again as soon as it may not keep it.
@safe
final class PeerCheck {
    private let path: String
    private lazy var authorities = AuthorityFile(path)

    /// A check against a file, which is read when the first peer shows a certificate.
    init(path: String) {
        self.path = path
    }

    /// Has a transfer check so; false where its TLS is not of the library that is known here.
    ///
    /// The check must outlive the transfer.
    @unsafe func watch(_ easy: UnsafeMutableRawPointer) -> Bool {
        guard Self.isLibraryKnown else { return false }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let result = unsafe curl_easy_setopt(
            easy, CURLOPT_SSL_CTX_FUNCTION,
            tls: { _, tls, context in
                guard let context = unsafe context else { return CURLE_SSL_CERTPROBLEM }
                let check = unsafe Unmanaged<PeerCheck>.fromOpaque(context).takeUnretainedValue()
                guard check.authorities != nil else { return CURLE_SSL_CACERT_BADFILE }
                unsafe SSL_CTX_set_cert_verify_callback(OpaquePointer(tls), PeerCheck.verify, context)
                return CURLE_OK
            })
        guard result == CURLE_OK else { return false }
        // What libcurl would read by itself.
        unsafe curl_easy_setopt(easy, CURLOPT_CAINFO, nil as UnsafePointer<CChar>?)
        unsafe curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, pointer: context)
        return true
    }

    /// The usual check, behind a look for the authorities that it takes.
    private static let verify: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> CInt = { check, context in
        guard let check = unsafe check, let context = unsafe context else { return 0 }
        unsafe Unmanaged<PeerCheck>.fromOpaque(context).takeUnretainedValue().authorities?.provide(to: check)
        return unsafe max(0, X509_verify_cert(check))
    }

    /// libcurl knows several libraries, and hands over what is the one's own.
    private static let isLibraryKnown: Bool = {
        guard let version = unsafe curl_version_info(CURLVERSION_FIRST).pointee.ssl_version else { return false }
        return unsafe String(cString: version).hasPrefix("OpenSSL/")
    }()
}
