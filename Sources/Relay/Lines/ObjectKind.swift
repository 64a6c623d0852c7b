package import JSON

/// What an object turns out to be when its first bytes are seen.
package enum ObjectKind: Equatable, Sendable {
    /// Captures, or what should be treated as such line by line.
    case captures(LineSplitter.Form)

    /// Labels that came later than the captures they belong to.
    case groundTruth(LineSplitter.Form)

    /// Lines that were quarantined by an earlier run.
    case quarantine

    /// Something else that is known, with the reason for skipping it in words.
    case other(reason: String)

    /// So many bytes at most tell what an object is.
    package static let headLength = 4096

    /// Recognises an object by its first bytes, never by its name.
    package static func recognise(_ head: Bytes) -> ObjectKind {
        var scanner = JSONScanner(head)
        scanner.skipSpace()
        let kind = kind(head, at: scanner.position)
        guard case .captures(let form) = kind, holdsGroundTruth(head, from: scanner.position) else { return kind }
        return .groundTruth(form)
    }

    private static func kind(_ head: Bytes, at start: Int) -> ObjectKind {
        switch head.peek(start) {
        case 0x5B: return hasCaptureLine(head, after: start) ? arrayOrLines(head, at: start) : array(head, at: start)
        case 0x7B: return hasBrokenLine(head, from: start) ? .captures(.lines) : object(head, at: start)
        default:
            return isLoadBalancerLog(head.slice(start, head.count))
                ? .other(reason: "it is an access log of a load balancer") : .captures(.lines)
        }
    }

    /// Whether a line begins as captures or labels do although no document before it has ended; then there is one to a
    /// line, and the line before is a broken one.
    private static func hasBrokenLine(_ head: Bytes, from start: Int) -> Bool {
        var documents = DocumentScanner()
        for place in start..<head.count {
            let isLineStart = place > start && head[place - 1] == 0x0A
            if isLineStart, documents.isInside, beginsCapture(head, place) { return true }
            _ = documents.step(over: head[place])
        }
        return false
    }

    /// Whether a later line begins as captures or labels do.
    private static func hasCaptureLine(_ head: Bytes, after start: Int) -> Bool {
        var place = start
        while let end = head.firstIndex(of: 0x0A, from: place) {
            place = end + 1
            if beginsCapture(head, place) { return true }
        }
        return false
    }

    private static func beginsCapture(_ head: Bytes, _ place: Int) -> Bool {
        let rest = head.slice(place, head.count)
        return rest.hasPrefix("{\"captureData\"") || rest.hasPrefix("{\"groundTruthData\"")
    }

    /// Where captures stand on lines of their own, there is an array around them only if it begins with one of them and
    /// does not end before the others.
    private static func arrayOrLines(_ head: Bytes, at start: Int) -> ObjectKind {
        if endsBefore(head, start) { return .captures(.lines) }
        var scanner = JSONScanner(head, at: start + 1)
        scanner.skipSpace()
        return .captures(scanner.next == 0x7B ? .documents : .lines)
    }

    /// Whether the value that begins here ends, and more follows it.
    private static func endsBefore(_ head: Bytes, _ start: Int) -> Bool {
        var scanner = JSONScanner(head, at: start)
        guard (try? scanner.skipValue()) != nil else { return false }
        scanner.skipSpace()
        return scanner.position < head.count
    }

    private static func array(_ head: Bytes, at start: Int) -> ObjectKind {
        if isManifest(head, after: start + 1) {
            return .other(reason: "it is a manifest of a batch transform job, not captures")
        }
        // An array that more follows is a line that should not be there, not an array of captures.
        return .captures(endsBefore(head, start) ? .lines : .documents)
    }

    /// A manifest is an array whose first element is a file name or `{"prefix": …}`.
    private static func isManifest(_ head: Bytes, after bracket: Int) -> Bool {
        var scanner = JSONScanner(head, at: bracket)
        scanner.skipSpace()
        if scanner.next == 0x22 { return true }
        guard (try? scanner.entersObject()) == true, let key = try? scanner.key() else { return false }
        return head.slice(key.start, key.end) == "prefix"
    }

    /// Whether an object's captures are one to a line, or spread over several.
    package static func form(of head: Bytes) -> LineSplitter.Form {
        var scanner = JSONScanner(head)
        scanner.skipSpace()
        return isSpread(head, from: scanner.position) ? .documents : .lines
    }

    private static func object(_ head: Bytes, at start: Int) -> ObjectKind {
        var scanner = JSONScanner(head, at: start)
        var hasMore = (try? scanner.entersObject()) ?? false
        while hasMore, let key = try? scanner.key() {
            let name = head.slice(key.start, key.end)
            if name == "captureData" { break }
            if name == "captureRelay", let value = try? scanner.string() {
                let kind = head.slice(value.start, value.end)
                if hasCaptureLine(head, after: start) { break }
                return own(kind)
            }
            if name.hasPrefix("deviceFleet") || name.hasPrefix("SageMaker"), !hasCaptureLine(head, after: start) {
                return .other(reason: "it holds '\(name.text)' records, which are no endpoint captures")
            }
            guard (try? scanner.skipValue()) != nil else { break }
            hasMore = (try? scanner.hasNextMember()) ?? false
        }
        return .captures(isSpread(head, from: start) ? .documents : .lines)
    }

    private static func own(_ kind: Bytes) -> ObjectKind {
        // Some programs escape the slash when they write JSON anew.
        if kind == "quarantine/1" || kind == "quarantine\\/1" { return .quarantine }
        if kind.hasPrefix("quarantine") {
            return .other(reason: "it was quarantined by another version of this program (\(kind.text))")
        }
        return .other(reason: "it was written by this program itself (\(kind.text))")
    }

    /// Whether the documents are not one to a line: the first line ends inside its document and the next one goes on in
    /// it, or a comma follows the document.
    ///
    /// A line that was cut off is followed by another that begins with a brace.
    private static func isSpread(_ head: Bytes, from start: Int) -> Bool {
        guard let end = head.firstIndex(of: 0x0A, from: start) else { return false }
        var line = JSONScanner(head.slice(start, end))
        do {
            try line.skipValue()
            line.skipSpace()
            return line.next == 0x2C
        } catch {
            var rest = JSONScanner(head, at: end)
            rest.skipSpace()
            return error.fault == .truncated && rest.position < head.count && rest.next != 0x7B
        }
    }

    /// ALB logs begin with the connection's type and a time: `https 2026-01-01T00:00:00.000000Z app/…`.
    private static func isLoadBalancerLog(_ head: Bytes) -> Bool {
        let types: [StaticString] = ["http 2", "https 2", "h2 2", "grpcs 2", "ws 2", "wss 2"]
        guard types.contains(where: { head.hasPrefix($0) }) else { return false }
        let line = head.slice(0, head.firstIndex(of: 0x0A) ?? head.count).text
        return line.split(separator: " ").dropFirst(2).first?.hasPrefix("app/") ?? false
    }
}
