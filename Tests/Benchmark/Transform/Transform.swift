import Files
import JSON
import Relay

/// Line → batch without anything before or behind it: makes captures, and maps them for a profiler or a clock.
///
///     Transform make KIND COUNT                       writes so many captures, or a line of so many rows
///     Transform count KIND COUNT ROUNDS [typed]       maps captures that it makes itself, at most 16 times
///     Transform time KIND FILE ROUNDS [typed]         maps a file's captures, and prints the seconds of each round
///     Transform bodies KIND FILE [typed]              writes the batches of a file's captures, one behind the other
///
/// KIND is one of csv, json, base64, wide and long.
@main
struct Transform {
    static func main() {
        var words = Array(CommandLine.arguments.dropFirst())
        let isTyped = words.last == "typed"
        if isTyped { words.removeLast() }
        guard words.count >= 3, let kind = CaptureKind(rawValue: words[1]) else {
            return print("see Tests/Benchmark/Transform/Transform.swift for what it takes")
        }
        let work = LineWork(kind, isTyped: isTyped)
        do {
            switch (words[0], Int(words[2]), words.dropFirst(3).first.map { Int($0) ?? 0 }) {
            case ("make", let count?, nil): try CaptureMaker.write(kind, count: count)
            case ("count", let count?, let rounds?): Counting.run(work, kind, count: count, rounds: rounds)
            case ("time", _, let rounds?): try Timing.run(work, words[2], rounds: rounds)
            case ("bodies", _, nil): try Timing.writeBodies(work, words[2])
            default: print("see Tests/Benchmark/Transform/Transform.swift for what it takes")
            }
        } catch {
            print("error: \(error)")
        }
    }
}
