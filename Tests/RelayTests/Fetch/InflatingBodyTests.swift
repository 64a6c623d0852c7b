import JSON
import Relay
import Testing

/// Reads some stored bytes as the pipeline would.
func inflated(_ stored: [UInt8], chunk: Int = .max, limit: Int = 1 << 30) async -> (bytes: [UInt8], fault: FetchError?)
{
    await drain(InflatingBody(ScriptedBody(stored, chunk: chunk), uri: "s3://b/k", limit: limit))
}

@Suite struct InflatingBodyTests {
    private static let chunks = [1, 2, 3, 17, 1000, Int.max]

    @Test(arguments: chunks)
    func `an object that is not gzip is handed on as it is`(chunk: Int) async {
        for bytes in [[], [0x1F], [0x1F, 0x8C, 0x08], [0x8B, 0x1F], [0], Array("captures\n".utf8), Gzip.content]
            as [[UInt8]]
        {
            let result = await inflated(bytes, chunk: chunk, limit: 1)
            #expect(result.bytes == bytes)
            #expect(result.fault == nil)
        }
    }

    @Test(arguments: chunks)
    func `gzip is inflated whatever the chunks are`(chunk: Int) async {
        let result = await inflated(Gzip.member, chunk: chunk)
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == nil)
    }

    @Test(arguments: chunks)
    func `several members are one object`(chunk: Int) async {
        let result = await inflated(Gzip.member + Gzip.emptyMember + Gzip.member, chunk: chunk)
        #expect(result.bytes == Gzip.content + Gzip.content)
        #expect(result.fault == nil)
    }

    @Test(arguments: chunks, [1, 2, 511, 5000])
    func `zero bytes behind the last member are padding`(chunk: Int, count: Int) async {
        let padding = [UInt8](repeating: 0, count: count)
        let result = await inflated(Gzip.member + padding, chunk: chunk)
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == nil)
    }

    @Test(arguments: [1, Int.max])
    func `a member with nothing in it may be padded too`(chunk: Int) async {
        let result = await inflated(Gzip.emptyMember + [0, 0, 0], chunk: chunk)
        #expect(result.bytes.isEmpty)
        #expect(result.fault == nil)
    }

    @Test func `an empty member is an empty object`() async {
        let result = await inflated(Gzip.emptyMember)
        #expect(result.bytes.isEmpty)
        #expect(result.fault == nil)
    }

    @Test func `the limit is for all bytes of the object`() async {
        let count = Gzip.content.count
        #expect(await inflated(Gzip.member, limit: count).fault == nil)
        #expect(
            await inflated(Gzip.member, limit: count - 1).fault == .inflatesTooFar(uri: "s3://b/k", limit: count - 1))
        let twice = Gzip.member + Gzip.member
        #expect(await inflated(twice, limit: 2 * count).fault == nil)
        #expect(
            await inflated(twice, limit: 2 * count - 1).fault == .inflatesTooFar(uri: "s3://b/k", limit: 2 * count - 1))
    }

    @Test func `a bomb is stopped soon behind the limit`() async {
        let bomb = Gzip.compressed([], zeros: 50_000_000)
        #expect(bomb.count > 10_000)
        let result = await inflated(bomb, limit: 1_000_000)
        #expect(result.fault == .inflatesTooFar(uri: "s3://b/k", limit: 1_000_000))
        #expect(result.bytes.count < 2_000_000)
    }

    @Test func `bytes are counted as they are stored`() async {
        let body = InflatingBody(ScriptedBody(Gzip.member, chunk: 100), uri: "s3://b/k", limit: .max)
        _ = await drain(body)
        #expect(body.bytesRead == Gzip.member.count)
    }

    @Test func `an error of the source is handed on behind the bytes before`() async {
        let fault = FetchError.unreadable(uri: "s3://b/k", reason: "the disk is gone")
        let half = Array(Gzip.member.prefix(Gzip.member.count / 2))
        let broken = await drain(InflatingBody(ScriptedBody(half, fault: fault), uri: "s3://b/k", limit: .max))
        #expect(broken.fault == fault)
        #expect(!broken.bytes.isEmpty && Gzip.content.starts(with: broken.bytes))
    }
}
