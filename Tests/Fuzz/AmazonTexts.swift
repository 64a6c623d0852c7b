import AWS

/// Reads any text as what comes from AWS's side or is typed by users of AWS: answers in XML, times, URLs, shared files,
/// names of secrets; a key in any characters must come back from the URL that it is asked for under.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzAmazonTexts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: bytes, as: UTF8.self)
    let document = XMLText(bytes)
    for name in ["Code", "Message", "AccessKeyId", "Expiration"] { _ = document[name] }
    if let page = S3ListPage(bytes) {
        precondition(page.entries.allSatisfy { !$0.key.isEmpty && $0.size >= 0 }, "an object that is none was listed")
        precondition(page.next != "", "a list goes on nowhere")
    }
    if let time = AmazonTime(iso8601: text) { precondition(time.stamp.utf8.count >= 16, "a time has no stamp") }
    _ = try? SecretReference(text)
    if let queue = try? QueueURL(text) {
        precondition(queue.text.utf8.elementsEqual(text.utf8), "a queue's URL changed")
        precondition(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a queue's URL has characters that none has")
    }
    if let parts = URLParts(text) {
        precondition(!parts.host.isEmpty && !parts.host.utf8.contains(0x20), "a host that is none was read")
    }

    let variables = [
        "AWS_CONFIG_FILE": "config", "AWS_SHARED_CREDENTIALS_FILE": "credentials", "AWS_REGION": text,
        "AWS_ENDPOINT_URL_S3": text, "AWS_MAX_ATTEMPTS": text,
    ]
    let named = AWSEnvironment({ variables[$0] }, readFile: { _ in bytes })
    precondition(named.region.map(AWSEnvironment.isRegion) != false, "a region that is none was read")
    precondition(named.maxAttempts > 0, "a number of attempts that is none was read")
    _ = AWSEnvironment({ $0.hasSuffix("_FILE") ? "file" : nil }, readFile: { _ in bytes })

    let plain = AWSEnvironment({ _ in nil }, readFile: { _ in [] })
    if let address = try? S3Address(bucket: "bucket", key: text, region: "eu-west-1", environment: plain) {
        precondition(address.url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a URL has characters that none has")
        let host = "https://bucket.s3.eu-west-1.amazonaws.com/"
        precondition(address.url.hasPrefix(host), "a key changed the host")
        precondition(decoded(Array(address.url.utf8.dropFirst(host.utf8.count))) == Array(text.utf8), "a key changed")
    }
    return 0
}

/// The bytes that an encoded path stands for.
private func decoded(_ path: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < path.count {
        if path[index] == UInt8(ascii: "%"), index + 2 < path.count,
            let byte = UInt8(String(decoding: path[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
        {
            result.append(byte)
            index += 3
        } else {
            result.append(path[index])
            index += 1
        }
    }
    return result
}
