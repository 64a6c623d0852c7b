import Relay

extension ListedObject {
    /// The time of its captures, in seconds since 1970: what its key says, else when it was written.
    ///
    /// Captures that were copied to another bucket are not older for it.
    var time: Int { Self.time(ofKey: object.key) ?? modified }

    /// The time in a key that SageMaker made: `…/yyyy/mm/dd/hh/mm-ss-fff-uuid.jsonl`.
    static func time(ofKey key: String) -> Int? {
        let parts = key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).suffix(5)
        guard parts.count == 5, let name = parts.last else { return nil }
        let clock = name.split(separator: UInt8(ascii: "-"), maxSplits: 3, omittingEmptySubsequences: false)
        guard clock.count == 4 else { return nil }
        let texts = parts.dropLast().map { String(Substring($0)) } + clock.prefix(2).map { String(Substring($0)) }
        guard clock[2].allSatisfy({ (0x30...0x39).contains($0) }), !clock[2].isEmpty,
            let period = TimePeriod(
                "\(texts[0])-\(texts[1])-\(texts[2])T\(texts[3]):\(texts[4]):\(texts[5])")
        else { return nil }
        return period.start
    }
}
