import Glibc

/// The file of certificate authorities that peers' certificates are checked against.
package struct CertificateAuthorities: Equatable, Sendable {
    /// The file; without one the library's own default holds.
    package let path: String?

    /// Where Debian, Amazon Linux and others keep theirs.
    private static let systemPaths = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ]

    /// The file that the first of some variables names, else the system's.
    package init(_ variables: [String] = [], environment: (String) -> String?) {
        for name in variables + ["SSL_CERT_FILE", "CURL_CA_BUNDLE"] {
            if let value = environment(name), !value.isEmpty {
                path = value
                return
            }
        }
        path = Self.systemPaths.first { unsafe access($0, R_OK) == 0 }
    }

    /// The system's.
    package static var ofSystem: CertificateAuthorities { CertificateAuthorities(environment: { _ in nil }) }
}
