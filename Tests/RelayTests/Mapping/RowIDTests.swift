import Relay
import Testing

@Suite struct RowIDTests {
    private static let mapped = Mapped("a", "y", id: "id")

    private static func id(_ metadata: String) throws -> String? {
        try mapped.rows(of: Captured.line(.csv("1"), .csv("2"), metadata: metadata)).first
            .map { String($0.dropFirst(23).dropLast(2)) }
    }

    @Test(arguments: [
        (#""eventId":"event","inferenceId":"mine""#, "mine"), (#""inferenceId":"mine","eventId":"event""#, "mine"),
        (#""eventId":"event""#, "event"), (#""eventId":"event","inferenceId":"""#, "event"),
        (#""eventId":"event","inferenceId":null"#, "event"), (#""eventId":"event","inferenceId":7"#, "event"),
        (#""eventId":"a \"b\" é\u00e9""#, #"a \"b\" é\u00e9"#), (#""eventId":"  spaced ""#, "  spaced "),
    ])
    func `the caller's id comes before the service's`(metadata: String, id: String) throws {
        #expect(try Self.id(metadata) == id)
    }

    @Test func `rows of one line are numbered from zero`() throws {
        let rows = try Self.mapped.rows(of: Captured.csv("1\n2\n3", "4\n5\n6"))
        #expect(rows == (0..<3).map { #"{"a":"\#($0 + 1)","y":"\#($0 + 4)","id":"e-1-\#($0)"}"# })
    }

    /// Made with Python's `uuid.uuid5(uuid.NAMESPACE_URL, …)`.
    @Test(
        arguments: [
            (0, "v1", "e1", "bc95ddd6-0104-5d69-bb24-f8617d63df7c"),
            (431, "v1", "e1", "ebeb7edb-5bf4-5374-9f99-d43944618dc8"),
            (431, nil, "e1", "1e5f4732-0a6b-5ae1-b08f-1003b96a66a0"),
            (431, nil, nil, "6d3a0afb-551f-5f06-9064-5d8e239c5138"),
        ] as [(Int, String?, String?, String)])
    func `a line without an id has one by its place`(offset: Int, version: String?, etag: String?, id: String) throws {
        var mapped = Self.mapped
        mapped.object = ObjectReference(bucket: "captures", key: "a b/é.jsonl", versionID: version, etag: etag)
        let line = Captured.line(.csv("1"), .csv("2"), metadata: "")
        #expect(try mapped.rows(of: line, offset: offset) == [#"{"a":"1","y":"2","id":"\#(id)"}"#])
    }
}
