import TestSupport
import Testing

@testable import HTTP

struct AuthorityFileTests {
    @Test(arguments: [
        "", "no certificates here\n",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nMAAA\n",
        "-----BEGIN X509 CRL-----\nMAA=\n-----END X509 CRL-----\n",
    ])
    func `A file without a certificate, or with something that is none, is none of authorities`(text: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "authorities.pem")
        #expect(AuthorityFile(folder.path("authorities.pem")) == nil)
    }

    @Test func `A file that is not there is none of authorities`() throws {
        #expect(try AuthorityFile(TemporaryFolder().path("authorities.pem")) == nil)
    }
}
