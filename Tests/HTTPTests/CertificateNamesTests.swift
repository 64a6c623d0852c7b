import Testing

@testable import HTTP

struct CertificateNamesTests {
    @Test(arguments: [true, false], [3, 127, 128, 255, 256, 70_000])
    func `Both names are found, however long they are and whether or not a version is told`(
        hasVersion: Bool, length: Int
    ) throws {
        let issuer = name("the authority")
        let subject = element(0x30, [UInt8](repeating: 0x41, count: length))
        let names = try #require(CertificateNames(certificate(issuer, subject, hasVersion: hasVersion)))
        #expect(names.issuer == issuer)
        #expect(names.subject == subject)
    }

    @Test func `What is cut off anywhere is no certificate`() {
        let whole = certificate(name("the authority"), name("somebody"))
        for count in 0..<whole.count { #expect(CertificateNames(Array(whole.prefix(count))) == nil, "\(count) bytes") }
    }

    @Test(arguments: [
        [0x31, 0x00], [0x30, 0x00], [0x30, 0x80], [0x30, 0x85, 1, 1, 1, 1, 1], [0x30, 0x88] + [255, 255, 255, 255],
        [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x02, 0x30, 0x00],
    ])
    func `What is built otherwise is no certificate`(bytes: [UInt8]) {
        #expect(CertificateNames(bytes) == nil)
    }

    private func certificate(_ issuer: [UInt8], _ subject: [UInt8], hasVersion: Bool = true) -> [UInt8] {
        let version = hasVersion ? element(0xA0, element(0x02, [2])) : []
        let number = element(0x02, [1, 2, 3])
        let algorithm = element(0x30, element(0x06, [42]))
        let validity = element(0x30, element(0x17, Array("261120000000Z".utf8)))
        let inner = element(0x30, version + number + algorithm + issuer + validity + subject)
        return element(0x30, inner + algorithm + element(0x03, [0]))
    }

    private func name(_ text: String) -> [UInt8] { element(0x30, element(0x0C, Array(text.utf8))) }

    private func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count
        let length: [UInt8] =
            switch count {
            case ..<0x80: [UInt8(count)]
            case ..<0x100: [0x81, UInt8(count)]
            case ..<0x10000: [0x82, UInt8(count >> 8), UInt8(count & 0xFF)]
            default: [0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
            }
        return [tag] + length + content
    }
}
