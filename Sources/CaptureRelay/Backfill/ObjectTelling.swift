import Relay

/// Tells what would be relayed, and prints the names of the objects if that is wanted.
struct ObjectTelling {
    private let ways: BackfillWays
    private let console: Console
    private let printsKeys: Bool

    /// How many names were not printed, since a line of a terminal or of a list cannot hold them.
    private(set) var unprinted = 0
    /// How many there are of each day, and how large.
    private(set) var table = DayTable([
        DayTable.Column(title: "objects"), DayTable.Column(title: "bytes", isBytes: true),
    ])

    /// A way to tell of a list.
    init(_ ways: BackfillWays, _ console: Console, printsKeys: Bool) {
        self.ways = ways
        self.console = console
        self.printsKeys = printsKeys
    }

    /// Tells of what is selected of the list, until its end or until something ends it.
    mutating func run(_ selection: inout Selection) async -> BackfillEnding.Cause {
        while !ways.isInterrupted() {
            let chosen: [ListedObject]
            do throws(FetchError) {
                guard let page = try await ways.list.next() else { return .end }
                chosen = selection.choose(from: page)
            } catch {
                if case .interrupted = error { return .interruption }
                return .failure(error.description)
            }
            console.progress(ProgressLine.text(chosen.last?.object.uri ?? "", "\(selection.listed) listed"))
            for listed in chosen { table.add([1, listed.object.size ?? 0], at: listed.time) }
            guard !printsKeys || ways.output(names(chosen)) else {
                return .failure("standard output takes no more, and so the list was not read to its end")
            }
        }
        return .interruption
    }

    /// The names that a line can hold, one a line.
    private mutating func names(_ listed: [ListedObject]) -> String {
        let names = listed.map(\.object.uri).filter { !$0.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
        unprinted += listed.count - names.count
        return names.map { $0 + "\n" }.joined()
    }
}
