import JSON
import Relay
import TestSupport
import Testing

@Suite struct PayloadHintTests {
    @Test(arguments: [
        ("CSV", "application/json", "csv"), ("csv", nil, "csv"), ("JSON", "text/csv", "json"), ("Json", nil, "json"),
        (nil, "text/csv; charset=utf-8", "csv"), (nil, "Application/JSONLines", "json"), (nil, "a/b", "unknown"),
        ("ASCII", "application/x-json+csv", "json"), ("BASE64", "text/csv", "csv in base64"),
        ("base64", "application/json", "json in base64"), ("Base64", nil, "unknown in base64"),
        ("BASE64", "Image/png", "unknown in base64, an image"), ("BASE64 ", nil, "unknown"), (nil, nil, "unknown"),
        ("", "csv", "csv"), (nil, "cs", "unknown"),
    ])
    func `the encoding says what a payload should be, else the content type`(
        encoding: String?, type: String?, said: String
    ) {
        let hint = reading(encoding ?? "") { encodingBytes in
            reading(type ?? "") { typeBytes in
                PayloadHint(encoding: encoding == nil ? nil : encodingBytes, type: type == nil ? nil : typeBytes)
            }
        }
        #expect("\(hint.form)\(hint.isBase64 ? " in base64" : "")\(hint.isImage ? ", an image" : "")" == said)
    }
}
