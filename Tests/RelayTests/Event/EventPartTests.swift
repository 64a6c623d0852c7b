import JSON
import Relay
import Testing

@Suite struct EventPartTests {
    private static func notification(_ key: String) -> String { Written.notification(Written.record(key: key)) }

    /// An SQS event with one message whose record has some fields.
    private static func message(_ fields: String) -> String {
        #"{"Records":[{"messageId":"m-1","body":\#(Written.text(notification("a"))),\#(fields)}]}"#
    }

    @Test(arguments: [
        Written.notification(Written.record(key: "a"), Written.record(key: "b")),
        Written.topic(Written.notification(Written.record(key: "a"), Written.record(key: "b"))),
        #"{"BatchInput":{"bucket":"captures"},"Items":[{"Key":"a"},{"Key":"b"}]}"#,
        "[\(Written.queue(notification("a"), notification("b")))]",
        "[\(Written.bridged(key: "a")),\(Written.bridged(key: "b"))]",
    ])
    func `what is answered for as a whole is one part`(event: String) throws {
        let parts = try announced(by: event).parts
        #expect(parts.map(\.id) == [nil])
        #expect(parts.first?.objects.map(\.key) == ["a", "b"])
    }

    @Test func `each message of a queue is a part with its id`() throws {
        let both = Written.notification(Written.record(key: "b"), Written.record(key: "c"))
        let parts = try announced(by: Written.queue(Self.notification("a"), both)).parts
        #expect(parts.map(\.id) == ["m-1", "m-2"])
        #expect(parts.map { $0.objects.map(\.key) } == [["a"], ["b", "c"]])
    }

    @Test(arguments: ["no event", "", "[]", "{}", #"{"Records":[]}"#, #"{"captureRelay":"continue/9"}"#])
    func `a message that cannot be read is refused in its own part`(body: String) throws {
        let parts = try announced(by: Written.queue(Self.notification("a"), body, Self.notification("b"))).parts
        #expect(parts.map(\.id) == ["m-1", "m-2", "m-3"])
        #expect(parts.map(\.refused.count) == [0, 1, 0])
        #expect(parts.map(\.objects.count) == [1, 0, 1])
    }

    @Test func `a message without a text is refused in its own part`() throws {
        let event = #"{"Records":[{"messageId":"m-1","eventSource":"aws:sqs"},{"messageId":"m-2","body":"{}"}]}"#
        let parts = try announced(by: event).parts
        #expect(parts.map(\.id) == ["m-1", "m-2"])
        #expect(parts.map(\.refused.count) == [1, 1])
    }

    @Test func `a message with a test event is a part with nothing to do`() throws {
        let parts = try announced(by: Written.queue(Written.testEvent, Self.notification("a"))).parts
        #expect(parts.map(\.skipped.count) == [1, 0])
        #expect(parts.map(\.refused.count) == [0, 0])
    }

    @Test func `what lies inside of a message belongs to the message`() throws {
        let inner = Written.queue(Self.notification("a"), Self.notification("b"))
        let tasks = Written.batch(
            #"{"taskId":"t1","s3Key":"c","s3Bucket":"captures"}"#, #"{"taskId":"t2","s3Key":"%","s3Bucket":"captures"}"#
        )
        let parts = try announced(by: Written.queue(inner, tasks)).parts
        #expect(parts.map(\.id) == ["m-1", "m-2"])
        #expect(parts.map { $0.objects.map(\.key) } == [["a", "b"], ["c"]])
        #expect(parts.map(\.refused.count) == [0, 1])
    }

    @Test(arguments: ["", #""messageId":"","#, #""messageId":null,"#])
    func `a message without an id is a part without one`(field: String) throws {
        let event = #"{"Records":[{\#(field)"body":\#(Written.text(Self.notification("a")))}]}"#
        let parts = try announced(by: event).parts
        #expect(parts.map(\.id) == [nil])
        #expect(parts.map(\.objects.count) == [1])
    }

    @Test(
        arguments: [
            (#""eventSourceARN":"arn:aws:sqs:eu-west-1:1:q.fifo","attributes":{"MessageGroupId":"g"}"#, true, "g"),
            (#""eventSourceARN":"arn:aws:sqs:eu-west-1:1:q.fifo","attributes":{}"#, true, nil),
            (#""eventSourceARN":"arn:aws:sqs:eu-west-1:1:q.fifo""#, true, nil),
            (#""eventSourceARN":"arn:aws:sqs:eu-west-1:1:q","attributes":{"MessageGroupId":"g"}"#, false, nil),
            (#""attributes":{"MessageGroupId":"g"}"#, false, nil),
        ] as [(String, Bool, String?)])
    func `only a FIFO queue keeps an order in its groups`(fields: String, isOrdered: Bool, group: String?) throws {
        let part = try #require(try announced(by: Self.message(fields)).parts.first)
        #expect(part.isOrdered == isOrdered)
        #expect(part.group == group)
    }

    @Test func `each task of S3 Batch Operations is a part with its id`() throws {
        let event = Written.batch(
            #"{"taskId":"t1","s3Key":"a","s3Bucket":"captures"}"#,
            #"{"taskId":"t2","s3Key":"%","s3Bucket":"captures"}"#,
            #"{"taskId":"t3","s3Key":"b/","s3Bucket":"captures"}"#, #"{"s3Key":"c","s3Bucket":"captures"}"#)
        let parts = try announced(by: event).parts
        #expect(parts.map(\.id) == ["t1", "t2", "t3", nil])
        #expect(parts.map(\.objects.count) == [1, 0, 0, 1])
        #expect(parts.map(\.refused.count) == [0, 1, 0, 0])
        #expect(parts.map(\.skipped.count) == [0, 0, 1, 0])
    }
}
