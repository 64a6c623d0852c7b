import Testing

@testable import AWS

@Suite struct QueueURLTests {
    @Test(arguments: [
        ("https://sqs.eu-west-1.amazonaws.com/111122223333/rest", "eu-west-1"),
        ("https://SQS.eu-west-1.amazonaws.com/111122223333/Rest_of-it", "eu-west-1"),
        ("https://eu-west-1.queue.amazonaws.com/111122223333/rest", "eu-west-1"),
        ("https://queue.amazonaws.com/111122223333/rest", "us-east-1"),
        ("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/rest", "cn-north-1"),
        ("https://cn-north-1.queue.amazonaws.com.cn/111122223333/rest", "cn-north-1"),
        ("https://sqs.us-gov-west-1.amazonaws.com/111122223333/rest", "us-gov-west-1"),
        ("https://sqs.us-iso-east-1.c2s.ic.gov/111122223333/rest", "us-iso-east-1"),
    ])
    func `AWS's usual hosts tell the region`(url: String, region: String) throws {
        #expect(try QueueURL(url).place == .region(region))
    }

    @Test(arguments: [
        ("https://sqs-fips.us-east-1.amazonaws.com/1/q", "https://sqs-fips.us-east-1.amazonaws.com", "us-east-1"),
        ("https://sqs.eu-west-1.api.aws/1/q", "https://sqs.eu-west-1.api.aws", "eu-west-1"),
        (
            "https://vpce-0a1-b2.sqs.eu-west-1.vpce.amazonaws.com/1/q",
            "https://vpce-0a1-b2.sqs.eu-west-1.vpce.amazonaws.com", "eu-west-1"
        ),
        ("http://127.0.0.1:4566/000000000000/q", "http://127.0.0.1:4566", nil),
        (
            "http://sqs.us-east-1.localhost.localstack.cloud:4566/1/q",
            "http://sqs.us-east-1.localhost.localstack.cloud:4566", nil
        ),
        (
            "https://sqs.eu-west-1.amazonaws.com.evil.example/1/q", "https://sqs.eu-west-1.amazonaws.com.evil.example",
            nil
        ),
        ("https://sqs.cn-north-1.amazonaws.com/1/q", "https://sqs.cn-north-1.amazonaws.com", nil),
        ("https://x.sqs.eu-west-1.amazonaws.com/1/q", "https://x.sqs.eu-west-1.amazonaws.com", nil),
    ])
    func `Any other host is asked itself`(url: String, host: String, region: String?) throws {
        #expect(try QueueURL(url).place == .host(host, region: region))
    }

    @Test func `A queue that keeps order is told by its name`() throws {
        #expect(try QueueURL("https://sqs.eu-west-1.amazonaws.com/1/rest.fifo").isFIFO)
        #expect(try !QueueURL("https://sqs.eu-west-1.amazonaws.com/1/fifo").isFIFO)
    }

    @Test(arguments: [
        ("rest", QueueURLError.notAURL), ("arn:aws:sqs:eu-west-1:111122223333:rest", .notAURL),
        ("sqs://eu-west-1/1/q", .notAURL), ("https://h/1/q#x", .notAURL), ("https://h /1/q", .notAURL),
        ("https://h/1 2/q", .notAURL), ("https://h/é/q", .notAURL),
        ("https://user:word@h/1/q", .user), ("https://h/1/q?Action=SendMessage", .query),
        ("https://sqs.eu-west-1.amazonaws.com", .noQueue), ("https://sqs.eu-west-1.amazonaws.com/", .noQueue),
        ("https://sqs.eu-west-1.amazonaws.com/rest", .noQueue), ("https://h/1/", .noQueue),
        ("https://h/1/a%20b", .noQueue), ("https://h/1/.fifo", .noQueue),
        ("https://h/1/" + String(repeating: "q", count: 81), .noQueue),
    ])
    func `What is no queue's URL is refused, and not repeated`(text: String, error: QueueURLError) {
        #expect(throws: error) { try QueueURL(text) }
        #expect(!error.description.contains("word"))
    }
}
