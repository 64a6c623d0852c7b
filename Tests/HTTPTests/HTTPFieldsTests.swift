import HTTP
import Testing

struct HTTPFieldsTests {
    @Test func `A field is found under any case of its name`() {
        let fields: HTTPFields = ["Content-Type": "text/plain", "ETag": "\"a\""]
        #expect(fields["content-type"] == "text/plain")
        #expect(fields["etag"] == "\"a\"")
        #expect(fields["etags"] == nil)
    }

    @Test func `Setting a field replaces it, and adding one does not`() {
        var fields: HTTPFields = ["a": "1"]
        fields["A"] = "2"
        fields.add("a", "3")
        #expect(fields.fields.map(\.value) == ["2", "3"])
        #expect(fields["a"] == "3")
    }
}
