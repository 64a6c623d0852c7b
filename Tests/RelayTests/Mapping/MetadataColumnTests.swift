import Relay
import Testing

@Suite struct MetadataColumnTests {
    private static let sources: [(text: String, source: MetadataColumn.Source)] = [
        ("key.endpoint", .endpoint), ("key.variant", .variant), ("object.uri", .uri), ("object.bucket", .bucket),
        ("object.key", .key), ("object.versionId", .versionID), ("object.etag", .etag),
        ("eventMetadata.inferenceId", .eventMetadata(ColumnPath([.key("inferenceId")]))),
        ("eventMetadata.customAttributes[1]", .eventMetadata(ColumnPath([.key("customAttributes"), .index(1)]))),
        (#"eventMetadata."a.b""#, .eventMetadata(ColumnPath([.key("a.b")]))),
    ]

    @Test(arguments: sources)
    func `a source is read by its name`(text: String, source: MetadataColumn.Source) throws {
        #expect(try MetadataColumn.parse("x=\(text)") == [MetadataColumn(name: "x", source: source)])
    }

    @Test(arguments: [
        "x", "x=key", "x=key.region", "x=object.key[0]", "x=object.key.name", "x=eventMetadata", "x=[0]",
        "x=eventMetadata.customAttributes[]", #"x="key.endpoint""#,
    ])
    func `a source that is none is told with those that are`(text: String) {
        #expect(throws: MetadataColumnError.unknownSource(column: "x")) { try MetadataColumn.parse(text) }
        let words = MetadataColumnError.unknownSource(column: "x").description
        #expect(MetadataColumn.sourceNames.allSatisfy { words.contains($0) })
    }

    @Test func `a slip in the grammar is told as such`() {
        let error = MetadataColumnError.grammar(.emptyItem(item: 2))
        #expect(throws: error) { try MetadataColumn.parse("x=key.endpoint,") }
        #expect(error.description == ColumnListError.emptyItem(item: 2).description)
    }

    private static let all = """
        endpoint=key.endpoint,variant=key.variant,uri=object.uri,bucket=object.bucket,key=object.key,\
        version=object.versionId,etag=object.etag
        """

    @Test func `each source has its value`() throws {
        let rows = try Mapped("a", "y", metadata: Self.all).rows(of: Captured.csv("1", "2"))
        #expect(
            rows == [
                #"{"a":"1","y":"2","endpoint":"churn","variant":"AllTraffic","#
                    + #""uri":"s3://captures/p/churn/AllTraffic/2026/01/01/00/00-00-000-a.jsonl","bucket":"captures","#
                    + #""key":"p/churn/AllTraffic/2026/01/01/00/00-00-000-a.jsonl","version":"v1","etag":"e1"}"#
            ])
    }

    @Test func `what is missing is null`() throws {
        var mapped = Mapped("a", "y", metadata: Self.all + ",x=eventMetadata.x,z=eventMetadata.eventId.z")
        mapped.object = ObjectReference(bucket: "b", key: "local copy.jsonl")
        let rows = try mapped.rows(of: Captured.csv("1", "2"))
        #expect(
            rows == [
                #"{"a":"1","y":"2","endpoint":null,"variant":null,"uri":"s3://b/local copy.jsonl","bucket":"b","#
                    + #""key":"local copy.jsonl","version":null,"etag":null,"x":null,"z":null}"#
            ])
    }

    @Test(arguments: [
        (#""x":"a \"b\" é\n""#, #""a \"b\" é\n""#), (#""x":1.50"#, "1.50"),
        (#""x":[ 1, {"b c": " d "} ]"#, #"[1,{"b c":" d "}]"#),
        (#""x":null"#, "null"), (#""x":true"#, "true"), (#""\u0078":2"#, "2"), (#""y":2"#, "null"),
    ])
    func `a value of the eventMetadata is written as it is`(metadata: String, value: String) throws {
        let line = Captured.line(.csv("1"), .csv("2"), metadata: metadata)
        #expect(
            try Mapped("a", "y", metadata: "m=eventMetadata.x").rows(of: line) == [#"{"a":"1","y":"2","m":\#(value)}"#])
    }

    @Test func `metadata stand on the rows without columns too`() throws {
        let rows = try Mapped(metadata: "e=key.endpoint", id: "id").rows(of: Captured.csv("1\n2", "3\n4"))
        #expect(
            rows == [
                #"{"f0":"1","p0":"3","e":"churn","id":"e-1-0"}"#, #"{"f0":"2","p0":"4","e":"churn","id":"e-1-1"}"#,
            ])
    }

    @Test(arguments: [
        #""x":1,"x":2"#, #""y":1,"x":2,"y":3"#, #""x":1,"\u0078":2"#, #""x":{"k":1,"k":2}"#, #""z":[{"k":1,"k":2}]"#,
    ])
    func `a key twice in the eventMetadata is refused where a column reads it`(metadata: String) throws {
        let line = Captured.line(.csv("1"), .csv("2"), metadata: metadata)
        for path in ["x", "nothing", "z[0]"] {
            let mapped = Mapped("a", "y", metadata: "m=eventMetadata.\(path)")
            #expect(mapped.refusal(of: line) == .duplicateKey)
            #expect(Mapped(metadata: "m=eventMetadata.\(path)").refusal(of: line) == .duplicateKey)
        }
        #expect(try Mapped("a", "y", metadata: "m=key.endpoint").rows(of: line).count == 1)
        #expect(try Mapped("a", "y").rows(of: line) == [#"{"a":"1","y":"2"}"#])
    }
}
