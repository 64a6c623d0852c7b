import Testing

@testable import HTTP

struct LibraryWordsTests {
    @Test(arguments: [
        "Unsupported proxy scheme for 'foo://user:word@127.0.0.1:1'", "Unsupported proxy syntax in 'user:word@h:99999'",
        "Something about http://user:word@host", "error signaled by ssl ctx callback",
    ])
    func `What could hold a password, or tells a person nothing, is not shown`(text: String) {
        #expect(LibraryWords(text).shown.isEmpty)
    }

    @Test(arguments: [
        ("Failed to connect to proxy.corp port 3128 after 1 ms: Couldn't connect to server", true),
        ("Failed to connect to 127.0.0.1 port 9000 after 0 ms: Couldn't connect to server", true),
        ("Failed to connect to host.example port 80 after 0 ms: Couldn't connect to server", false),
        ("Failed to connect to host.example port 443 after 0 ms: Couldn't connect to server", true),
        ("Unsupported proxy scheme for 'foo://h'", true), ("Recv failure: Connection reset by peer", false),
    ])
    func `A proxy's error is told from the host's`(text: String, isOfProxy: Bool) {
        #expect(LibraryWords(text).tellsOfProxy(notOf: "http://host.example/a/b") == isOfProxy)
    }

    @Test func `The host's own port and brackets are seen`() {
        let words = LibraryWords("Failed to connect to ::1 port 9000 after 0 ms: Couldn't connect to server")
        #expect(!words.tellsOfProxy(notOf: "http://user@[::1]:9000/a"))
        #expect(words.tellsOfProxy(notOf: "http://[::1]:9001/a"))
    }
}
