import AWS

/// Where progress is kept, and the rules by which one run at a time works on an object.
package struct ProgressSettings: Sendable {
    /// A run without a deadline has the lease for so many seconds, and renews it when a third of them has passed.
    static let leaseSeconds = 90
    /// Progress that is older than so many seconds (30 days) does not count any more.
    static let lifetime = 30 * 86_400

    /// Where the documents are kept.
    package var shelf: any Shelf
    /// What decides how rows look and where they go: progress made under another identity does not count.
    package var identity: String
    /// The same for labels, whose rows look otherwise.
    package var labelIdentity: String?
    /// When a run with a deadline ends at the latest, in seconds since 1970.
    package var runEndsAt: Int?
    /// The process, for others on the same machine to look up, where a run has no deadline.
    package var holder: String?
    /// Whether what was kept is left aside, and all is sent again.
    package var startsAgain = false
    /// Tells the time, in seconds since 1970.
    package var now: @Sendable () -> Int = { Timestamp.now.seconds }
    /// Whether the process with an identity has ended, where that can be told.
    package var hasEnded: @Sendable (String) -> Bool? = { _ in nil }

    /// Settings.
    package init(shelf: any Shelf, identity: String) {
        self.shelf = shelf
        self.identity = identity
    }

    /// These settings for what an object is about.
    func about(_ matter: Matter) -> ProgressSettings {
        guard matter == .labels, let labelIdentity else { return self }
        var settings = self
        settings.identity = labelIdentity
        return settings
    }
}

/// Why progress cannot be kept.
enum ProgressError: Error, Equatable, CustomStringConvertible {
    /// Another run has the lease.
    case held(until: Int)
    /// Another run took over.
    case lost
    /// The documents cannot be read or written.
    case shelf(ShelfError)

    /// Whether it may succeed later.
    var isTemporary: Bool {
        switch self {
        case .held, .lost: true
        case .shelf(let error): error.kind != .lasting
        }
    }

    var description: String {
        switch self {
        case .held(let end):
            "another run is at work on it; it ends or asks for more time by \(Timestamp(seconds: end).text()). Try again then"
        case .lost: "another run took it over, since this one's time had passed"
        case .shelf(let error): error.description
        }
    }
}

/// Keeps the progress of one object, and holds the lease on it.
struct ProgressKeeper {
    private let settings: ProgressSettings
    private let object: ObjectReference
    private let name: String
    private let run: String
    private var tag: String?
    private var saves = 0
    private(set) var leaseEnd = 0
    /// What is strange about what was kept, if anything is.
    private(set) var warning: String?

    /// A keeper for an object whose content is told from others by a version.
    init(_ settings: ProgressSettings, _ object: ObjectReference, version: String) {
        self.settings = settings
        self.object = object
        name = Self.name(object, version: version, identity: settings.identity)
        run = UniqueText.make()
    }

    /// The name of an object's document.
    static func name(_ object: ObjectReference, version: String, identity: String) -> String {
        "\(NameBasedUUID.text(ofURL: "\(object.uri)?version=\(version)&identity=\(identity)")).progress.json"
    }

    /// What was kept of the object, and the lease on it, unless it is done.
    mutating func acquire() async throws(ProgressError) -> ProgressRecord {
        for _ in 0..<5 {
            let document = try await read()
            var record = progress(in: document)
            if record.time + ProgressSettings.lifetime < settings.now() { record = ProgressRecord() }
            if let lease = record.lease, isHeld(lease) { throw .held(until: lease.end) }
            if settings.startsAgain { record = ProgressRecord() }
            if record.isDone { return record }
            do throws(ShelfError) {
                try await write(record, if: document.map { .tag($0.tag) } ?? .absent)
                return record
            } catch {
                // Somebody else wrote in between: look again who has the lease now.
                guard error.kind == .conflict else { throw .shelf(error) }
            }
        }
        throw .held(until: settings.now())
    }

    private mutating func progress(in document: ShelvedDocument?) -> ProgressRecord {
        warning = nil
        guard let document else { return ProgressRecord() }
        if let record = ProgressRecord(document.bytes) { return record }
        let place = settings.shelf.place(of: name)
        warning = "\(place) holds no progress that this version can read; all of \(object.uri) is sent again"
        return ProgressRecord()
    }

    private func isHeld(_ lease: Lease) -> Bool {
        guard lease.end > settings.now() else { return false }
        return !(lease.holder.flatMap(settings.hasEnded) ?? false)
    }

    /// Keeps what was reached; without the lease from then on, if it is the last time.
    mutating func save(_ record: ProgressRecord, isLast: Bool) async throws(ProgressError) {
        do throws(ShelfError) {
            try await write(record, if: tag.map { .tag($0) } ?? .absent, isLast: isLast)
        } catch {
            throw error.kind == .conflict ? .lost : .shelf(error)
        }
    }

    /// Whether the lease should be renewed.
    var isLeaseAging: Bool {
        settings.runEndsAt == nil && leaseEnd - settings.now() < ProgressSettings.leaseSeconds * 2 / 3
    }

    /// Whether others may have taken the lease meanwhile.
    var hasLeaseLapsed: Bool { leaseEnd <= settings.now() }

    private func read() async throws(ProgressError) -> ShelvedDocument? {
        do throws(ShelfError) { return try await settings.shelf.read(name) } catch { throw .shelf(error) }
    }

    private mutating func write(
        _ record: ProgressRecord, if condition: ShelfCondition, isLast: Bool = false
    ) async throws(ShelfError) {
        var record = record
        record.run = run
        record.save = saves
        record.time = settings.now()
        let end = settings.runEndsAt ?? record.time + ProgressSettings.leaseSeconds
        record.lease = isLast ? nil : Lease(end: end, holder: settings.holder)
        tag = try await settings.shelf.write(record.document(of: object), to: name, if: condition)
        saves += 1
        leaseEnd = end
    }
}
