import JSON
import Relay
import Testing

@Suite struct RewindableBodyTests {
    @Test(arguments: [1, 4, 100], [0, 1, 2])
    func `what was read before is read once more`(chunk: Int, reads: Int) async throws {
        let bytes = Array("a body of some bytes".utf8)
        let body = RewindableBody(ScriptedBody(bytes, chunk: chunk))
        var head = ByteBuffer()
        for _ in 0..<reads { _ = try await body.read(into: &head) }
        let first = head.bytes.array
        #expect(first == Array(bytes.prefix(reads == 0 ? 0 : min(bytes.count, reads * min(chunk, bytes.count)))))
        body.rewind()
        let result = await drain(body)
        #expect(result.bytes == bytes)
        #expect(result.fault == nil)
        #expect(body.bytesRead == bytes.count)
    }

    @Test func `an opened object is the body that was opened`() async throws {
        let store = OpenedObject(ScriptedBody([1, 2, 3]))
        let body = try await store.open(ObjectReference(bucket: "", key: "-"))
        #expect(await drain(body).bytes == [1, 2, 3])
    }
}
