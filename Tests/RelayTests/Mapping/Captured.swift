import Foundation
import Relay

/// Writes capture lines as SageMaker would, with no more in them than a test is about.
enum Captured {
    /// What one side sent.
    struct Slot: Sendable {
        /// The payload, a JSON value.
        let data: String
        /// The content type, a JSON value.
        let type: String?
        /// The encoding's name.
        let encoding: String?

        static func csv(_ text: String) -> Slot { Slot(data: string(text), type: #""text/csv""#, encoding: "CSV") }

        static func json(_ text: String, encoding: String? = "JSON") -> Slot {
            Slot(data: string(text), type: #""application/json""#, encoding: encoding)
        }

        static func base64(_ text: String, type: String? = nil) -> Slot { binary(Array(text.utf8), type: type) }

        static func binary(_ bytes: [UInt8], type: String? = nil) -> Slot {
            Slot(data: string(Data(bytes).base64EncodedString()), type: type.map(string), encoding: "BASE64")
        }

        /// A payload written by the test itself.
        static func raw(_ data: String, type: String? = nil, encoding: String? = nil) -> Slot {
            Slot(data: data, type: type, encoding: encoding)
        }

        fileprivate func written(_ mode: String) -> String {
            let type = type.map { #""observedContentType":\#($0),"# } ?? ""
            let encoding = encoding.map { #","encoding":"\#($0)""# } ?? ""
            return #"{\#(type)"mode":"\#(mode)","data":\#(data)\#(encoding)}"#
        }
    }

    /// What a line has for metadata unless the test is about that.
    static let metadata = #""eventId":"e-1","inferenceTime":"2026-01-01T00:00:00Z""#

    /// A line with one slot or two.
    static func line(_ input: Slot?, _ output: Slot?, metadata: String = metadata) -> String {
        let slots = [
            input.map { #""endpointInput":\#($0.written("INPUT"))"# },
            output.map { #""endpointOutput":\#($0.written("OUTPUT"))"# },
        ]
        let data = slots.compactMap(\.self).joined(separator: ",")
        return #"{"captureData":{\#(data)},"eventMetadata":{\#(metadata)},"eventVersion":"0"}"#
    }

    /// A line of CSV on both sides, the most common one.
    static func csv(_ input: String, _ output: String, id: String = "e-1") -> String {
        line(.csv(input), .csv(output), metadata: #""eventId":"\#(id)","inferenceTime":"2026-01-01T00:00:00Z""#)
    }

    /// A line of JSON on both sides.
    static func json(_ input: String, _ output: String) -> String { line(.json(input), .json(output)) }

    /// A JSON string without escapes that need not be.
    static func string(_ text: String) -> String {
        let options: JSONSerialization.WritingOptions = [.fragmentsAllowed, .withoutEscapingSlashes]
        let data = try? JSONSerialization.data(withJSONObject: text, options: options)
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
