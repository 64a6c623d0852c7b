import JSON
import Relay
import Testing

@Suite struct DamagedGzipTests {
    @Test(arguments: [1, 7, Int.max])
    func `a stream that ends too early delivers what came before`(chunk: Int) async {
        var longest = 0
        for end in stride(from: 2, to: Gzip.member.count, by: 61) {
            let result = await inflated(Array(Gzip.member[..<end]), chunk: chunk)
            #expect(result.fault == .truncatedGzip(uri: "s3://b/k", offset: result.bytes.count), "cut at byte \(end)")
            #expect(Gzip.content.starts(with: result.bytes))
            #expect(result.bytes.count >= longest)
            longest = result.bytes.count
        }
        #expect(longest > Gzip.content.count / 2)
    }

    @Test(arguments: 1...8)
    func `a stream without its last bytes is truncated though all its content is there`(missing: Int) async {
        let result = await inflated(Array(Gzip.member.dropLast(missing)))
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == .truncatedGzip(uri: "s3://b/k", offset: Gzip.content.count))
    }

    @Test(arguments: [1, 2, 10])
    func `a second member that was cut off is truncated`(count: Int) async {
        let result = await inflated(Gzip.member + Gzip.member.prefix(count))
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == .truncatedGzip(uri: "s3://b/k", offset: Gzip.content.count))
    }

    @Test(arguments: [1, 4, 5, 8], [1, Int.max])
    func `a checksum or length that does not fit is corrupt`(fromEnd: Int, chunk: Int) async {
        var damaged = Gzip.member
        damaged[damaged.count - fromEnd] ^= 0x01
        let result = await inflated(damaged, chunk: chunk)
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == .corruptGzip(uri: "s3://b/k", offset: Gzip.content.count))
    }

    @Test(arguments: [[0x78], [0x78, 0x79, 0x7A], [0, 0, 0x78], [0x1F, 0x8C]] as [[UInt8]], [1, Int.max])
    func `garbage behind the last member is an error behind its content`(garbage: [UInt8], chunk: Int) async {
        let result = await inflated(Gzip.member + garbage, chunk: chunk)
        #expect(result.bytes == Gzip.content)
        #expect(result.fault == .corruptGzip(uri: "s3://b/k", offset: Gzip.content.count))
    }

    @Test func `a damaged byte anywhere is never taken for the end`() async {
        for place in stride(from: 2, to: Gzip.member.count, by: 97) where !(4...9).contains(place) {
            var damaged = Gzip.member
            damaged[place] ^= 0xFF
            #expect(await inflated(damaged).fault != nil, "byte \(place)")
        }
    }

    @Test func `the errors name the object and the next step`() {
        let errors: [FetchError] = [
            .truncatedGzip(uri: "s3://b/k", offset: 7), .corruptGzip(uri: "s3://b/k", offset: 7),
            .inflatesTooFar(uri: "s3://b/k", limit: 7),
        ]
        for error in errors {
            #expect(error.description.hasPrefix("s3://b/k ") && error.description.contains(" 7 bytes"))
        }
        #expect(errors.last?.description.contains("RELAY_INFLATE_LIMIT") == true)
    }
}
