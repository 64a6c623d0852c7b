import JSON
import Relay
import TestSupport
import Testing

/// Payloads that are like the ones before are read by what they have in common: each must say what it says alone.
@Suite struct AlikePayloadTests {
    /// A payload with places for values: `#` for anything, `$` for what stands in quotes.
    private static let templates = [
        #"{"instances":[[#,#,"$"]]}"#, #"{"instances":[{"a":#,"b":#,"c":"$"}]}"#, #"[#,#,"$"]"#, #"[[#,#,#]]"#,
        #"{"a":#,"b":#,"c":#}"#, #"{ "c" : "$", "a" : # , "b":# }"#, #"{"id":#,"features":[#,#,#]}"#,
        #"{"columns":["a","b","$"],"data":[[#,#,#]]}"#, #"{"columns":["a","c","b"],"data":[[#,#,"$"]]}"#,
        #"{"a":#,"b":#,"c":{"d":#}}"#, #"{"a":[#],"b":[#],"c":[#]}"#, #"{"instances":[[#,#,#],[#,#,#]]}"#,
        #"{"a":#,"b":#}"#, #"{"a":#,"b":#,"c":#,"$":#}"#, #"{"a":#,"b":#,"a":#,"c":1}"#, #"["$","$","$"]"#,
        #"{"code":#,"message":"$","a":1,"b":2,"c":3}"#, "\u{FEFF}[#,#,\"$\"]", #"{"a":"$","b":"$","c":"$","é":#}"#,
    ]

    private static let values = [
        "1", "-2.5", "0", "1e-05", "12345678901234567890", "0.1234567890123456789012345", "true", "false", "null",
        "NaN", "\"x\"", "[1]", "01", "", "1.", "-", "1 ", " 7", #""\u0041""#, "{}",
    ]

    private static let texts = ["x", "", "한국", "a b", #"\n"#, #"\""#, #"\\"#, "1", "b", "c", #"\u00e9"#, #"\ud800"#]

    @Test(arguments: [
        Mapped("a,b,c", "y"), Mapped("a,b,c", "y", types: "a:float,b:int,c:string"), Mapped("a,b?,c?", "y"),
        Mapped("a,b,c", "y", types: "c:bool"), Mapped("a=a,b=b,c=c", "y"),
        Mapped("a=instances[].a,b=instances[].b", "y"),
        Mapped("c,a", ""), Mapped("a,b,c", "y=predictions[].score"),
    ])
    func `a payload is read as it is alone, whatever came before`(mapped: Mapped) throws {
        var random = SeededGenerator(seed: 31)
        var mapping = CaptureMapping(mapped.settings)
        mapping.begin(mapped.object)
        var read = 0
        for round in 0..<6000 {
            // Now and then many payloads of one kind follow each other.
            let template = Self.templates[
                (round / 40) % 3 == 0
                    ? (round / 40) % Self.templates.count : Int.random(in: 0..<Self.templates.count, using: &random)]
            let isCalm = Int.random(in: 0..<4, using: &random) > 0
            let input = Self.filled(template, isCalm: isCalm, &random)
            let output = Self.filled(
                round % 3 == 0 ? #"{"predictions":[{"score":#}]}"# : "[#]", isCalm: isCalm, &random)
            var line = Captured.json(input, output)
            if round % 97 == 0 {
                line.replace(#""application/json","mode":"OUTPUT""#, with: #"null,"mode":"OUTPUT""#)
            }
            let alone = Result { () throws(LineProblem) in try mapped.rows(of: line) }
            let together = Result { () throws(LineProblem) in try Mapped.rows(of: Array(line.utf8), with: &mapping) }
            #expect(alone == together, "\(line)")
            if case .success = alone { read += 1 }
        }
        #expect(read > 50)
    }

    @Test(arguments: [
        ("x=a,y=a", [#"{"a":""}"#, #"{"a":"hello"}"#, #"{"a":"world"}"#]),
        ("x=a,y=a,z=b", [#"{"a":"","b":1}"#, #"{"a":"q","b":1}"#]),
        ("s", ["\u{FEFF}{\"s\": \"DE\"}", "\u{FEFF}{\"s\": \"DE\"}", "\u{FEFF}{\"s\": \"FR\"}"]),
        ("a,b", ["\u{FEFF}[\"ab\", \"cd\"]", "\u{FEFF}[\"ab\", \"cd\"]", "\u{FEFF}[\"ef\", \"gh\"]"]),
        ("columns", [#"{"columns":["x"],"data":[[1]]}"#, #"{"columns":["columns"],"data":[[1]]}"#]),
        ("a", [#"{"a":"1"}"#, #"{"a":"22","a":"3"}"#, #"{"a":"4"}"#]),
    ])
    func `what stands close to a value is not taken for it`(columns: String, payloads: [String]) {
        let mapped = Mapped(columns, "y", types: columns == "columns" ? "columns:string" : "")
        var mapping = CaptureMapping(mapped.settings)
        mapping.begin(mapped.object)
        for payload in payloads + payloads {
            let line = Captured.json(payload, "[1]")
            let alone = Result { () throws(LineProblem) in try mapped.rows(of: line) }
            let together = Result { () throws(LineProblem) in try Mapped.rows(of: Array(line.utf8), with: &mapping) }
            #expect(alone == together, "\(line)")
        }
    }

    private static func filled(_ template: String, isCalm: Bool, _ random: inout SeededGenerator) -> String {
        var text = ""
        for letter in template {
            switch letter {
            case "#":
                text +=
                    isCalm
                    ? "\(Int.random(in: -9999...9999, using: &random))" : values.randomElement(using: &random) ?? ""
            case "$": text += isCalm ? "calm" : texts.randomElement(using: &random) ?? ""
            default: text.append(letter)
            }
        }
        return text
    }
}
