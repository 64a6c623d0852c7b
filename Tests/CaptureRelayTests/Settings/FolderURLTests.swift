import Testing

@testable import CaptureRelay

@Suite struct FolderURLTests {
    @Test(arguments: [
        ("file:///var/lib/quarantine", "/var/lib/quarantine"), ("file:///tmp/", "/tmp"), ("FILE:///tmp//", "/tmp"),
        ("file://localhost/tmp/q", "/tmp/q"), ("file:///a%20b/%C3%A4%25", "/a b/ä%"), ("file:///a+b", "/a+b"),
    ])
    func `A folder's URL becomes a path`(url: String, path: String) throws {
        #expect(try FolderURL.path(of: url) == path)
    }

    @Test(arguments: [
        ("s3://bucket/prefix", FolderURLError.otherScheme), ("/var/lib", .otherScheme), ("file:/var", .otherScheme),
        ("https://host/x", .otherScheme), ("file://host/share", .notAbsolute), ("file://", .notAbsolute),
        ("file://relative", .notAbsolute), ("file:///a?b", .queryOrFragment), ("file:///a#b", .queryOrFragment),
        ("file:///a%2", .badEscape), ("file:///a%zz", .badEscape), ("file:///%FF", .badEscape),
        ("file:///%00", .badEscape), ("file:///", .root), ("file:////", .root),
    ])
    func `Another URL is refused with the reason`(url: String, error: FolderURLError) {
        #expect(throws: error) { try FolderURL.path(of: url) }
    }
}
