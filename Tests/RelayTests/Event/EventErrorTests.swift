import JSON
import Relay
import Testing

@Suite struct EventErrorTests {
    @Test(arguments: [
        ("{}", "an empty JSON object"),
        ("null", "a JSON null"),
        ("7", "a JSON number"),
        ("true", "a JSON boolean"),
        (#""Records""#, "a JSON string"),
        (#"{"hello":{"Records":[]}}"#, "a JSON object with the key 'hello'"),
        (#"{"Records":{}}"#, "a JSON object with the key 'Records'"),
        (#"{"captureData":{},"eventMetadata":{}}"#, "the keys 'captureData', 'eventMetadata'"),
        (#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1}"#, "'g', 'h' and 2 more"),
        (#"{"invocationSchemaVersion":"9.0","tasks":[]}"#, "'invocationSchemaVersion', 'tasks'"),
        (#"{"source":"aws.events","detail-type":"Scheduled Event","detail":{}}"#, "'detail-type'"),
        (#"[{"prefix":"s3://captures/"},"a.csv.out"]"#, "a JSON object with the key 'prefix'"),
        ("[[]]", "a JSON array"),
    ])
    func `an unknown event is described, with what is accepted`(text: String, found: String) throws {
        let event = try JSONValue(parsing: text)
        let error = #expect(throws: EventError.self) { try EventDecoder.announcement(in: event) }
        let sentence = try #require(error).description
        #expect(sentence.hasPrefix("The event cannot be read: "))
        #expect(sentence.contains(found))
        #expect(sentence.contains("Accepted are S3 notifications"))
    }

    @Test(arguments: [
        "[]", #"{"Records":[]}"#, #"{"Items":[]}"#, #"{"BatchInput":{"bucket":"captures"},"Items":[]}"#,
        #"{"invocationSchemaVersion":"1.0","tasks":[]}"#,
    ])
    func `an event that announces nothing is an error`(text: String) throws {
        let event = try JSONValue(parsing: text)
        #expect(throws: EventError.nothingInside) { try EventDecoder.announcement(in: event) }
    }

    @Test(arguments: [
        #"{"Key":"a.jsonl","Etag":"\"abc\"","Size":3}"#,
        #"{"Items":[{"Key":"a.jsonl"},{"Key":"b.jsonl"}]}"#,
        #"{"BatchInput":{},"Items":[{"Key":"a.jsonl"}]}"#,
        #"[{"Key":"a.jsonl"},{"Key":"b.jsonl"}]"#,
    ])
    func `an item without a bucket shows what to write in the state machine`(text: String) throws {
        let event = try JSONValue(parsing: text)
        let error = #expect(throws: EventError.self) { try EventDecoder.announcement(in: event) }
        #expect(error == .bucketMissing)
        let sentence = try #require(error).description
        let selector = try #require(sentence.firstRange(of: "\"ItemSelector\": {")).upperBound
        let body = sentence[selector...].prefix { $0 != "}" }
        let value = try JSONValue(parsing: "{\(body)}")
        #expect(value["Bucket"]?.string?.isEmpty == false)
        #expect(value["Key.$"]?.string == "$$.Map.Item.Value.Key")
        #expect(sentence.contains("\"BatchInput\": {\"bucket\": "))
    }

    @Test(arguments: ["continue/2", "quarantine/1"])
    func `another message of ours is named`(kind: String) throws {
        let event = try JSONValue(parsing: #"{"captureRelay":"\#(kind)","object":{"bucket":"captures","key":"a"}}"#)
        let error = #expect(throws: EventError.unknownMessage(kind: kind)) {
            try EventDecoder.announcement(in: event)
        }
        #expect(try #require(error).description.contains("'\(kind)'"))
    }

    @Test func `the error never repeats values of the event`() throws {
        let event = try JSONValue(parsing: #"{"token":"hush-hush"}"#)
        let error = #expect(throws: EventError.self) { try EventDecoder.announcement(in: event) }
        #expect(try #require(error).description.contains("hush") == false)
    }
}
