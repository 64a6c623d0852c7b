import Foundation
import Relay
import Testing

/// Objects that are gzip, whole and not.
@Suite struct GzipTests {
    /// Three lines with the ids g0 to g2, as another program compressed them.
    private static let first = bytes(
        """
        H4sIAAAAAAACA5XQPWvDMBAG4L0/Q7MJp/vSqWuzZCgZCtmNZYwX2RQ5i+l/r1xIhxBCvN69vDx3q+vauSzf/bEtrXtfXZ/TPI25nPK8\
        lG2Q/hYOGjgQkhEGZSPyihRcU/PdlMY81MjH18X9NP8N56XcVRy8gHH0gSKygI/4oGBruPa5fPalTTfUNjilGhmgJt7WV9W+qlUgEnMg\
        oGiyHw0BmRRNVYNwPX8/2u9CY0ULiRkCMIGqPXzUUzSpqFn0Gj2KifB+NG7oX+EpR3YgAgAA
        """)

    /// Three more, g3 to g5.
    private static let second = bytes(
        """
        H4sIAAAAAAACA5XRPQvCMBAG4N2fkbnItfeRO1ddOoiD4F5MEZdYJHUp/ncTQUEQtOvlvZeHy+SO3ZDGa7/pUudWk+tjGC7nmNo4jKkM\
        wvPBYQVLYG+m1pD35EEUxFV54XgJ53jKmfX+4O7Vu2I3ps8OWDJ4QvaItRo1gF/2S8Gtj2nbpy68UGXQhhw5YU4spn/VVNToyVhYiWpT\
        Up2LJkQhFkWRBpVtPppmobmgxZSZmnwsknKsuWgw8DVCjUiowl+/6oeai/oBvWoVyyECAAA=
        """)

    private static func bytes(_ base64: String) -> [UInt8] { Data(base64Encoded: base64).map(Array.init) ?? [] }

    private static func relayed(
        _ bytes: [UInt8],
        chunks: [Int] = [.max],
        limit: Int = 1 << 20
    ) async -> (ids: [String], result: ObjectReport?) {
        var rig = PipelineRig(Mapped("", "y", id: "id"))
        rig.settings.inflateLimit = limit
        let result = await rig.result(of: .init(bytes, chunks: chunks))
        return (rig.rows.map { String($0.dropLast(2).suffix(2)) }, result)
    }

    @Test(arguments: [[Int.max], [1], [2, 300], [19, 1]])
    func `an object is inflated by its first bytes, whatever its name`(chunks: [Int]) async {
        let (ids, result) = await Self.relayed(Self.first, chunks: chunks)
        #expect(ids == ["g0", "g1", "g2"])
        #expect(result?.outcome == .delivered)
        #expect(result?.tally.bytes == Self.first.count)
    }

    @Test(arguments: [[Int.max], [1], [first.count - 1, 1, 1]])
    func `members one behind the other are one object`(chunks: [Int]) async {
        let (ids, result) = await Self.relayed(Self.first + Self.second + [0, 0, 0], chunks: chunks)
        #expect(ids == ["g0", "g1", "g2", "g3", "g4", "g5"])
        #expect(result?.outcome == .delivered)
    }

    @Test(arguments: [[Int.max], [1], [100]])
    func `a stream that is cut off keeps the lines before`(chunks: [Int]) async {
        let (ids, result) = await Self.relayed(Self.first + Self.second.dropLast(40), chunks: chunks)
        #expect(ids.starts(with: ["g0", "g1", "g2"]))
        #expect(ids.count < 6)
        #expect(result?.outcome == .partial)
        #expect(result?.reason?.contains("in the middle of its gzip stream") == true)
        #expect(result?.tally.delivered == ids.count)
        #expect((result?.tally.lines ?? 0) <= ids.count + 1)
    }

    @Test func `a stream that lacks its last bytes alone is not whole`() async {
        let (ids, result) = await Self.relayed(Self.first.dropLast(1))
        #expect(ids == ["g0", "g1", "g2"])
        #expect(result?.outcome == .partial)
        #expect(result?.tally.undelivered == 0)
    }

    @Test func `a corrupt stream keeps the lines before`() async {
        var bytes = Self.first + Self.second
        bytes[Self.first.count + Self.second.count - 8] ^= 0x55
        let (ids, result) = await Self.relayed(bytes)
        #expect(ids.starts(with: ["g0", "g1", "g2"]))
        #expect(result?.outcome == .partial)
        #expect(result?.reason?.contains("is corrupt") == true)
    }

    @Test func `what stands behind the last member is no gzip`() async {
        let (ids, result) = await Self.relayed(Self.first + Array("more".utf8))
        #expect(ids == ["g0", "g1", "g2"])
        #expect(result?.outcome == .partial)
    }

    @Test func `what inflates too far is stopped`() async {
        let (_, result) = await Self.relayed(Self.first + Self.second, limit: 700)
        #expect(result?.reason?.contains("RELAY_INFLATE_LIMIT") == true)
        #expect(result?.outcome == .partial || result?.outcome == .failed)
    }
}
