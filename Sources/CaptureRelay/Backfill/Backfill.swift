import AWS
import Relay

/// The command `backfill`: finds the objects that lie under a prefix, and tells them, sends them to a queue, or relays
/// them.
struct Backfill {
    private let arguments: BackfillArguments
    private let settings: Settings
    private let console: Console
    private let ways: BackfillWays

    /// A backfill over what it reads from and leads to.
    init(_ arguments: BackfillArguments, _ settings: Settings, _ console: Console, _ ways: BackfillWays) {
        self.arguments = arguments
        self.settings = settings
        self.console = console
        self.ways = ways
    }

    /// Runs the command.
    func run() async -> ExitCode {
        if let problem = problem() {
            console.refuse([problem], advice: "Nothing was read. See capture-relay help backfill")
            return .usage
        }
        let shelves = [settings.state, settings.quarantine].compactMap(\.self)
        var selection = Selection(arguments.span, settings.pipeline, shelves: shelves)
        switch arguments.way {
        case .told(let printsKeys): return await tell(printsKeys: printsKeys, &selection)
        case .queue(let queue, let rate): return await send(to: queue, rate: rate, &selection)
        case .here(let parallel): return await relay(parallel: parallel, &selection)
        }
    }

    /// What is wrong with the arguments that can be told before anything is read.
    private func problem() -> String? {
        guard case .here = arguments.way else { return nil }
        let rows = settings.rowsPath(isDryRun: false)
        if let file = Overwriting(rows: rows, summary: arguments.summary, sources: []).file {
            return "\(file) would be written over while it is in use"
        }
        return arguments.summary.flatMap { SummaryFile($0).problem }
    }

    private func tell(printsKeys: Bool, _ selection: inout Selection) async -> ExitCode {
        // Names on a terminal leave no room for a progress line.
        if printsKeys, StandardStream.output.isTerminal { console.showsProgress = false }
        var telling = ObjectTelling(ways, console, printsKeys: printsKeys)
        let cause = await telling.run(&selection)
        if case .failure(let sentence) = cause { console.write(.error, sentence) }
        if telling.unprinted > 0 {
            console.write(.error, "names with line breaks or control characters were not printed: \(telling.unprinted)")
        }
        console.tell(telling.table.lines)
        tell(selection)
        console.tell([
            cause == .end
                ? "Nothing was sent. --queue URL sends a message for each to that queue of SQS; --here relays them from "
                    + "this machine."
                : "This is not all: the list was not read to its end."
        ])
        return code(
            BackfillEnding(cause: cause), selection, else: telling.unprinted > 0 ? .undelivered : .success)
    }

    private func send(to queue: QueueURL, rate: Int?, _ selection: inout Selection) async -> ExitCode {
        var feed = QueueFeed(queue, rate: rate, after: arguments.after, ways, console)
        let ending = await feed.run(&selection)
        if let failure = ending.failure { console.write(.error, failure) }
        tell(selection)
        console.tell(["\(feed.sent) \(feed.sent == 1 ? "object was" : "objects were") sent to \(queue.text)."])
        tellHowToGoOn(ending)
        return code(ending, selection, else: .success)
    }

    private func relay(parallel: Int, _ selection: inout Selection) async -> ExitCode {
        var relaying = RelayHere(parallel: parallel, after: arguments.after, ways, console)
        let ending = await relaying.run(&selection)
        if let failure = ending.failure { console.write(.error, failure) }
        console.tell(relaying.table.lines)
        tell(selection)
        for line in relaying.report.sentences { console.write(.info, line) }
        tellHowToGoOn(ending)
        if !ending.isInterrupted { tellHowToRepair(relaying.report) }
        let isWritten = arguments.summary.map { SummaryFile($0).write(relaying.report, console) } ?? true
        return code(ending, selection, else: ExitCode(relaying.report, isSummaryWritten: isWritten))
    }

    private func tell(_ selection: Selection) {
        console.tell(["\(selection.sentence)."])
        guard let (first, count) = selection.unreadable else { return }
        console.write(
            .error, "the keys of \(count) objects hold a NUL byte, which no event can carry; the first is \(first)")
    }

    /// Says how the rest is done, where there is one.
    private func tellHowToGoOn(_ ending: BackfillEnding) {
        guard ending.cause != .end else { return }
        var lines = [
            ending.flag.map { "To go on where it ended, give the same command with \($0)" }
                ?? "To go on, give the same command again."
        ]
        if case .here = arguments.way, settings.state != nil {
            lines.append("Without that flag it finds by the progress that is kept what was delivered.")
        }
        console.tell(lines)
    }

    /// Says how what failed is relayed again, which no place in the list tells.
    private func tellHowToRepair(_ report: Report) {
        guard report.failed > 0 else { return }
        let how =
            settings.state != nil
            ? "the same command from the beginning relays them, and what is missing of others, and nothing twice"
            : "replay takes them by their names"
        console.tell(["What was not delivered is named above: \(how)."])
    }

    private func code(_ ending: BackfillEnding, _ selection: Selection, else code: ExitCode) -> ExitCode {
        if ending.isInterrupted { return .interrupted }
        return ending.failure != nil || selection.unreadable != nil ? .undelivered : code
    }
}
