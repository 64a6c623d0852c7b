import Foundation
import JSON
import TestSupport
import Testing

@testable import Relay

@Suite struct Base64Tests {
    /// What a text stands for; nothing where it is not base64.
    private func decoded(_ text: String) -> [UInt8]? {
        var isBase64 = false
        let bytes = written { buffer in reading(text) { isBase64 = buffer.appendDecodedBase64($0) } }
        return isBase64 ? bytes : nil
    }

    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmFy", "foobar"),
        ("Zg", "f"),
        ("Zm8", "fo"), ("Zm9vYg", "foob"), ("Zm9v\nYmFy\n", "foobar"), ("Zm9v\r\n Yg\t= =", "foob"), (" \n", ""),
        ("w6k/", "é?"), ("w6k_", "é?"), ("8J-YgA==", "😀"), ("8J+YgA", "😀"),
    ])
    func `base64 is decoded in all its spellings`(text: String, meaning: String) {
        #expect(decoded(text) == Array(meaning.utf8))
    }

    @Test(arguments: [
        "Z", "Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9vY", "Zg==Zg==", "Z=g=", "=", "==", "====", "Zm9v====", "=Zm9v",
        "Zm9*", "Zm9v,",
        "Zm9vé", "Zh==", "Zm9=", "Z\u{0}m9", "{\"a\":1}", "1,2", "Zm9v\u{B}",
    ])
    func `what is not base64 is refused`(text: String) {
        #expect(decoded(text) == nil)
    }

    @Test(arguments: [1, 2])
    func `random bytes are written as Foundation writes them and come back`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for length in 0...100 {
            let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = reading(bytes, before: 0xFF) { view in writtenText { $0.appendBase64(view) } }
            #expect(text == Data(bytes).base64EncodedString())
            #expect(decoded(text) == bytes)
            let safe = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
            #expect(decoded(safe) == bytes)
        }
    }
}
