import AWS
import Relay

/// What `backfill` was asked to do.
struct BackfillArguments: Equatable, Sendable {
    /// What becomes of the objects.
    enum Way: Equatable, Sendable {
        /// They are only told, and named on standard output if that is wanted.
        case told(printsKeys: Bool)
        /// A message for each goes to a queue, at most so many a second.
        case queue(QueueURL, rate: Int?)
        /// They are relayed by this process, so many at once.
        case here(parallel: Int)
    }

    /// The bucket's name or an access point's ARN.
    let bucket: String

    /// What the keys begin with; nothing is all of them.
    let prefix: String

    /// The times that are wanted.
    var span = TimeSpan()

    /// What becomes of the objects.
    var way = Way.told(printsKeys: false)

    /// The key behind which the list begins.
    var after: String?

    /// Whether progress that was kept is to be ignored.
    var ignoresProgress = false

    /// The file of settings.
    var environmentFile: String?

    /// The file that the summary is written to.
    var summary: String?

    /// Whether the objects are relayed by this process.
    var isRelayed: Bool {
        if case .here = way { true } else { false }
    }

    /// A backfill of what lies under a prefix.
    init(bucket: String, prefix: String) {
        self.bucket = bucket
        self.prefix = prefix
    }

    /// Reads the arguments behind `backfill`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        let words = try BackfillWords(arguments)
        do throws(BackfillUsageError) {
            try self.init(words)
        } catch {
            throw .backfill(error)
        }
    }

    private init(_ words: BackfillWords) throws(BackfillUsageError) {
        guard let url = words.prefixes.first else { throw .prefixMissing }
        guard words.prefixes.count == 1 else { throw .severalPrefixes }
        do throws(ObjectURLError) { (bucket, prefix) = try ObjectReference.parts(of: url) } catch {
            throw .noPrefix(url)
        }
        span = try Self.span(words)
        way = try Self.way(words)
        if let key = words[.after] {
            guard key.utf8.starts(with: prefix.utf8) else { throw .afterElsewhere(key, prefix: prefix) }
            after = key
        }
        ignoresProgress = words.isSet(.again)
        environmentFile = words[.environmentFile]
        summary = words[.summary]
    }

    private static func span(_ words: BackfillWords) throws(BackfillUsageError) -> TimeSpan {
        func period(_ flag: BackfillFlag) throws(BackfillUsageError) -> TimePeriod? {
            guard let text = words[flag] else { return nil }
            guard let period = TimePeriod(text) else { throw .noTime(flag.rawValue, text) }
            return period
        }
        let span = TimeSpan(from: try period(.from)?.start, to: try period(.to)?.end)
        guard !span.isEmpty else { throw .emptySpan }
        return span
    }

    private static func way(_ words: BackfillWords) throws(BackfillUsageError) -> Way {
        let isHere = words.isSet(.here)
        guard let text = words[.queue] else {
            if words.isSet(.rate) { throw .needs(.rate, .queue) }
            if isHere, words.isSet(.keys) { throw .bothWays(.keys, .here) }
            if isHere { return .here(parallel: try number(.parallel, upTo: 64, words) ?? 1) }
            try refuseFlagsOfHere(words)
            return .told(printsKeys: words.isSet(.keys))
        }
        if isHere { throw .bothWays(.queue, .here) }
        if words.isSet(.keys) { throw .bothWays(.keys, .queue) }
        try refuseFlagsOfHere(words)
        let rate = try number(.rate, upTo: 1_000_000, words)
        do throws(QueueURLError) { return .queue(try QueueURL(text), rate: rate) } catch { throw .noQueue(error) }
    }

    private static func refuseFlagsOfHere(_ words: BackfillWords) throws(BackfillUsageError) {
        for flag in [BackfillFlag.again, .summary, .parallel] where words.isSet(flag) { throw .needs(flag, .here) }
    }

    private static func number(
        _ flag: BackfillFlag, upTo most: Int, _ words: BackfillWords
    ) throws(BackfillUsageError) -> Int? {
        guard let text = words[flag] else { return nil }
        guard let number = Int(text), (1...most).contains(number) else { throw .noNumber(flag, text, most: most) }
        return number
    }
}

/// The flags of `backfill`.
enum BackfillFlag: String, CaseIterable {
    case from = "--from"
    case to = "--to"
    case queue = "--queue"
    case here = "--here"
    case keys = "--keys"
    case rate = "--rate"
    case parallel = "--parallel"
    case after = "--after"
    case again = "--again"
    case environmentFile = "--env-file"
    case summary = "--summary"
    /// A flag of `replay`, which here is what happens without any.
    case dryRun = "--dry-run"
}

/// The words behind `backfill`, before anything is made of them.
private struct BackfillWords {
    private(set) var prefixes: [String] = []
    private var values: [BackfillFlag: String] = [:]

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var reader = ArgumentReader<BackfillFlag>(arguments, of: .backfill)
        while let argument = try reader.next() {
            switch argument {
            case .word(let word): prefixes.append(word)
            case .flag(.dryRun): throw .backfill(.dryRun)
            case .flag(let flag) where [.here, .keys, .again].contains(flag):
                values[flag] = try reader.hasNoValue() ? "" : nil
            case .flag(let flag): values[flag] = try reader.value()
            }
        }
    }

    subscript(flag: BackfillFlag) -> String? { values[flag] }

    func isSet(_ flag: BackfillFlag) -> Bool { values[flag] != nil }
}
