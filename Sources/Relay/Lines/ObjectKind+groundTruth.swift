import JSON

extension ObjectKind {
    /// Whether labels are what the object holds, told by the first document that says so or says otherwise.
    ///
    /// A line with a capture in it is one, whatever else is merged into it.
    static func holdsGroundTruth(_ head: Bytes, from start: Int) -> Bool {
        var scanner = JSONScanner(head, at: start)
        while scanner.next == 0x5B {
            scanner.position += 1
            scanner.skipSpace()
        }
        var place = scanner.position
        while place < head.count {
            if let matter = matter(head, at: place) { return matter == .labels }
            guard let end = head.firstIndex(of: 0x0A, from: place) else { return false }
            place = end + 1
        }
        return false
    }

    /// What the first record of a quarantine is about.
    static func matterOfQuarantine(_ head: Bytes) -> Matter {
        var scanner = JSONScanner(head)
        scanner.skipSpace()
        var hasMore = (try? scanner.entersObject()) ?? false
        while hasMore, let key = try? scanner.key() {
            if head.slice(key.start, key.end) == "matter" { return scanner.takes("\"labels\"") ? .labels : .inferences }
            guard (try? scanner.skipValue()) != nil else { break }
            hasMore = (try? scanner.hasNextMember()) ?? false
        }
        return .inferences
    }

    /// What a document is about, as far as its keys tell.
    private static func matter(_ head: Bytes, at start: Int) -> Matter? {
        var scanner = JSONScanner(head, at: start)
        scanner.skipSpace()
        var matter: Matter?
        var hasMore = (try? scanner.entersObject()) ?? false
        while hasMore, let key = try? scanner.key() {
            let name = head.slice(key.start, key.end)
            if name == "captureData" { return .inferences }
            if name == "groundTruthData" { matter = .labels }
            guard (try? scanner.skipValue()) != nil else { break }
            hasMore = (try? scanner.hasNextMember()) ?? false
        }
        return matter
    }
}
