import Foundation
import JSON
import Relay
import TestSupport
import Testing

@Suite struct FolderObjectStoreTests {
    private let folder: TemporaryFolder
    private let store: FolderObjectStore

    init() throws {
        folder = try TemporaryFolder()
        store = FolderObjectStore(folder: folder.path("objects"))
        try folder.write("inside", to: "objects/b/k")
        try folder.write("secret", to: "secret")
        try folder.write("secret", to: "objects-too/secret")
    }

    /// The text of an object, or the error.
    private func read(_ key: String, bucket: String = "b") async -> (text: String?, fault: FetchError?) {
        do throws(FetchError) {
            let result = await drain(try await store.open(ObjectReference(bucket: bucket, key: key)))
            return (String(decoding: result.bytes, as: UTF8.self), result.fault)
        } catch {
            return (nil, error)
        }
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
    }

    @Test(arguments: [
        "a.jsonl", "a/b/c/d.jsonl", "a b+c%3D=:&.jsonl", "...", "..a", "a..", ".hidden/x", "-", "~", "a\\b", "$(x)",
        "a\nb",
        "café/\u{D55C}.jsonl", "cafe\u{301}/\u{1112}\u{1161}\u{11AB}.jsonl", "😀", "\u{FF0E}\u{FF0E}/x", "\u{301}x",
    ])
    func `a key is read from its place byte by byte`(key: String) async throws {
        try folder.write("text of \(key)", to: "objects/b/\(key)")
        let result = await read(key)
        #expect(result.text == "text of \(key)")
        #expect(result.fault == nil)
    }

    @Test func `keys that look alike are not the same`() async throws {
        try folder.write("composed", to: "objects/b/\u{D55C}")
        try folder.write("decomposed", to: "objects/b/\u{1112}\u{1161}\u{11AB}")
        #expect(await read("\u{D55C}").text == "composed")
        #expect(await read("\u{1112}\u{1161}\u{11AB}").text == "decomposed")
    }

    @Test(arguments: [
        "..", ".", "../secret", "../../secret", "a/../k", "a/./k", "./k", "k/.", "k/..", "/k", "//", "a//k", "k/", "",
        "/",
        "/etc/passwd", "k\u{0}", "k\u{0}/../x", "\u{0}", "../objects-too/secret",
    ])
    func `keys with segments that lead elsewhere are never read`(key: String) async {
        #expect(await read(key).fault == .unsafeKey(uri: "s3://b/\(key)"))
    }

    @Test(arguments: ["..", ".", "", "../objects-too"])
    func `buckets that lead elsewhere are never read`(bucket: String) async {
        let fault = await read("secret", bucket: bucket).fault
        #expect(fault != nil)
        guard case .unsafeKey = fault else { return #expect(bucket.isEmpty, "\(bucket)") }
    }

    @Test(arguments: ["../../../secret", "../../../objects-too/secret", "/etc/passwd"])
    func `a link that leads out of the folder is not followed`(target: String) async throws {
        try folder.write("", to: "objects/b/links/x")
        try link("objects/b/links/out", to: target)
        let fault = await read("links/out").fault
        #expect(fault == .outside(uri: "s3://b/links/out", folder: folder.path("objects")))
        #expect(fault?.description.contains("leads out of the folder") == true)
    }

    @Test func `a folder that is a link out is not followed either`() async throws {
        try link("objects/b/out", to: "../../objects-too")
        #expect(await read("out/secret").fault == .outside(uri: "s3://b/out/secret", folder: folder.path("objects")))
    }

    @Test func `links inside the folder are followed`() async throws {
        try link("objects/b/again", to: "k")
        try link("objects/c", to: folder.path("objects/b"))
        #expect(await read("again").text == "inside")
        #expect(await read("k", bucket: "c").text == "inside")
    }

    @Test func `a folder that is named by a link is read`() async throws {
        try link("named", to: "objects")
        let named = FolderObjectStore(folder: folder.path("named"))
        let body = try await named.open(ObjectReference(bucket: "b", key: "k"))
        #expect(await drain(body).bytes == Array("inside".utf8))
    }

    @Test(arguments: ["none", "k/none", "none/none"])
    func `a file that is not there is missing`(key: String) async {
        let path = folder.path("objects/b/\(key)")
        let fault = await read(key).fault
        #expect(fault == .missing(uri: "s3://b/\(key)", path: path))
        #expect(
            fault?.description
                == "s3://b/\(key) is not there: no file \(path). Check --objects, or copy the object to that place")
    }

    @Test func `a link to nothing is missing and one to itself is unreadable`() async throws {
        try link("objects/b/nothing", to: "nowhere")
        try link("objects/b/loop", to: "loop")
        #expect(await read("nothing").fault == .missing(uri: "s3://b/nothing", path: folder.path("objects/b/nothing")))
        guard case .unreadable(let uri, _) = await read("loop").fault else {
            return #expect(Bool(false), "the loop was read")
        }
        #expect(uri == "s3://b/loop")
    }

    @Test func `a folder is not a file`() async throws {
        try folder.write("", to: "objects/b/d/x")
        #expect(await read("d").fault == .notAFile(uri: "s3://b/d", path: folder.path("objects/b/d")))
    }

    @Test func `a key that is too long for a file name is an error in words`() async {
        guard case .unreadable(_, let reason) = await read(String(repeating: "k", count: 300)).fault else {
            return #expect(Bool(false), "it was read")
        }
        #expect(reason == "File name too long")
    }

    @Test func `a file of many chunks is read whole`() async throws {
        let text = String(repeating: "0123456789abcde\n", count: 50_000)
        try folder.write(text, to: "objects/b/large")
        let body = try await store.open(ObjectReference(bucket: "b", key: "large"))
        #expect(await drain(body).bytes.count == 800_000)
        #expect(body.bytesRead == 800_000)
    }
}
