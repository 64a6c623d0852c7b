/// What a certificate says of who made it and whom it is about, as it is encoded; nothing else of it is looked at.
struct CertificateNames {
    /// The name of the authority that made it.
    let issuer: [UInt8]
    /// The name of whom it is about.
    let subject: [UInt8]

    /// The names in a certificate in DER (RFC 5280, 4.1); nothing where it is none.
    init?(_ certificate: [UInt8]) {
        var whole = Elements(certificate[...])
        guard var outer = whole.next(tagged: 0x30).map(Elements.init),
            var inner = outer.next(tagged: 0x30).map(Elements.init)
        else { return nil }
        // Its version, which the first one leaves out; its number, and the algorithm of the signature.
        _ = inner.next(tagged: 0xA0)
        guard inner.next(tagged: 0x02) != nil, inner.next(tagged: 0x30) != nil,
            let issuer = inner.next(tagged: 0x30, withHead: true), inner.next(tagged: 0x30) != nil,
            let subject = inner.next(tagged: 0x30, withHead: true)
        else { return nil }
        self.issuer = Array(issuer)
        self.subject = Array(subject)
    }
}

/// Elements of DER that lie one behind another.
private struct Elements {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// What the next one holds, if it has this tag; then the one behind it is next.
    mutating func next(tagged tag: UInt8, withHead: Bool = false) -> ArraySlice<UInt8>? {
        let start = rest.startIndex
        guard rest.first == tag, rest.count >= 2 else { return nil }
        var content = start + 2
        var length = Int(rest[start + 1])
        if length >= 0x80 {
            let digits = rest.dropFirst(2).prefix(length & 0x7F)
            guard (1...4).contains(length & 0x7F), digits.count == length & 0x7F else { return nil }
            length = digits.reduce(0) { $0 << 8 | Int($1) }
            content += digits.count
        }
        guard length <= rest.endIndex - content else { return nil }
        let end = content + length
        defer { rest = rest[end...] }
        return rest[(withHead ? start : content)..<end]
    }
}
