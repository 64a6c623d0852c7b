import AWS
import Testing

struct URLPartsTests {
    @Test func `A URL has parts`() throws {
        let parts = try #require(URLParts("HTTPS://User:pw@Host.Example:8443/a/%2F?q=1?2#end"))
        #expect(parts.scheme == "https")
        #expect(parts.hasUser)
        #expect(parts.host == "host.example")
        #expect(parts.port == 8443)
        #expect(parts.path == "/a/%2F")
        #expect(parts.query == "q=1?2")
    }

    @Test func `The least URL has a host`() throws {
        let parts = try #require(URLParts("http://h"))
        #expect(parts.path.isEmpty)
        #expect(parts.query == nil)
        #expect(!parts.hasUser)
    }

    @Test(arguments: [
        "", "host", "localhost:9000", "ftp://h/", "http:/h", "http://", "http:///x", "http://h:x/", "http://h:0/",
        "http://h:70000/", "http://a b/", "http://h\\@evil/", "http://[::1/", "http://[::1]x/", "http://[]/",
        "http://[h]/", "http://h\n/", "http://höst/",
    ])
    func `What two readers could take for different hosts is no URL`(text: String) {
        #expect(URLParts(text) == nil)
    }
}
