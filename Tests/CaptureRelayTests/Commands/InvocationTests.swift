import Testing

@testable import CaptureRelay

@Suite struct InvocationTests {
    @Test func `Every flag of replay is read, in both spellings`() throws {
        var expected = ReplayArguments(sources: ["a.json", "-", "b"])
        expected.objects = "dir"
        expected.environmentFile = "s.env"
        expected.isDryRun = true
        expected.ignoresProgress = true
        expected.summary = "out=1.json"
        let spaced = [
            "replay", "--objects", "dir", "a.json", "--env-file", "s.env", "--dry-run", "-", "--again", "--summary",
            "out=1.json", "b",
        ]
        let attached = [
            "replay", "--objects=dir", "--env-file=s.env", "--dry-run", "--again", "--summary=out=1.json", "a.json",
            "-",
            "b",
        ]
        #expect(try Invocation(spaced) == .replay(expected))
        #expect(try Invocation(attached) == .replay(expected))
    }

    @Test func `Behind two dashes everything is a source`() throws {
        let arguments = ["replay", "--dry-run", "--", "--again", "-x", "--", "--help"]
        var expected = ReplayArguments(sources: ["--again", "-x", "--", "--help"])
        expected.isDryRun = true
        #expect(try Invocation(arguments) == .replay(expected))
    }

    @Test func `A value that begins with a dash is attached`() throws {
        var expected = ReplayArguments(sources: ["a"])
        expected.objects = "-dir"
        expected.summary = "-"
        #expect(try Invocation(["replay", "--objects=-dir", "--summary", "-", "a"]) == .replay(expected))
    }

    @Test(arguments: [
        (["help"], HelpTopic.general), (["--help"], .general), (["-h"], .general), (["help", "replay"], .replay),
        (["replay", "--help"], .replay), (["replay", "-h"], .replay), (["--help", "replay"], .replay),
        (["replay", "--bogus", "--help"], .replay), (["replay", "--objects", "--help"], .replay),
        (["help", "help"], .help), (["help", "--help"], .help), (["help", "settings"], .settings),
        (["help", "--", "settings"], .settings),
    ])
    func `Help is asked for`(arguments: [String], topic: HelpTopic) throws {
        #expect(try Invocation(arguments) == .help(topic))
    }

    @Test(arguments: [["--version"], ["replay", "--version"], ["help", "--version"], ["replay", "x", "--version"]])
    func `The version is asked for`(arguments: [String]) throws {
        #expect(try Invocation(arguments) == .version)
    }

    @Test(arguments: [
        ([], UsageError.commandMissing), (["repaly"], .unknownCommand("repaly")), ([""], .unknownCommand("")),
        (["repaly", "--help"], .unknownCommand("repaly")), (["--dry-run", "replay"], .flagBeforeCommand("--dry-run")),
        (["replay"], .sourceMissing), (["replay", "--dry-run"], .sourceMissing), (["replay", "--"], .sourceMissing),
        (["replay", ""], .emptySource), (["replay", "-", "a", "-"], .standardInputTwice),
        (["replay", "a", "--objects"], .valueMissing("--objects", topic: .replay)),
        (["replay", "--objects", "--dry-run", "a"], .valueMissing("--objects", topic: .replay)),
        (["replay", "--env-file=", "a"], .valueMissing("--env-file", topic: .replay)),
        (["replay", "--summary", "", "a"], .valueMissing("--summary", topic: .replay)),
        (["replay", "--dry-run=yes", "a"], .unexpectedValue("--dry-run", topic: .replay)),
        (["replay", "--again", "--again", "a"], .repeatedFlag("--again", topic: .replay)),
        (["replay", "--objects", "a", "--objects=b", "c"], .repeatedFlag("--objects", topic: .replay)),
        (["replay", "--dryrun", "a"], .unknownFlag("--dryrun", nearest: "--dry-run", topic: .replay)),
        (["replay", "-dry-run", "a"], .unknownFlag("-dry-run", nearest: "--dry-run", topic: .replay)),
        (["replay", "--env-flie=x", "a"], .unknownFlag("--env-flie", nearest: "--env-file", topic: .replay)),
        (["replay", "--verbose", "a"], .unknownFlag("--verbose", nearest: nil, topic: .replay)),
        (["help", "setings"], .unknownTopic("setings")), (["help", "replay", "help"], .severalTopics),
        (["help", "--all"], .unknownFlag("--all", nearest: nil, topic: .help)),
    ])
    func `A wrong command line is refused`(arguments: [String], error: UsageError) {
        #expect(throws: error) { try Invocation(arguments) }
    }

    @Test(arguments: [
        (
            UsageError.unknownCommand("repaly"),
            "'repaly' is not a command; did you mean 'replay'?\nTry: capture-relay help"
        ),
        (
            .unknownTopic("setings"),
            "there is no help on 'setings'; did you mean 'settings'?\nTry: capture-relay help help"
        ),
        (
            .unknownFlag("--dryrun", nearest: "--dry-run", topic: .replay),
            "'--dryrun' is not a flag; did you mean '--dry-run'?\nTry: capture-relay help replay"
        ),
        (.repeatedFlag("--again", topic: .replay), "--again is given twice\nTry: capture-relay help replay"),
        (
            .valueMissing("--objects", topic: .replay),
            "--objects has no value; one that begins with - is written --objects=-value\nTry: capture-relay help replay"
        ),
        (
            .sourceMissing,
            """
            replay has no SOURCE; name an event file, a capture file, or - for standard input
            Try: capture-relay help replay
            """
        ),
    ])
    func `An error is a sentence and what to do next`(error: UsageError, words: String) {
        #expect(error.description == words)
    }
}

@Suite struct HelpTests {
    @Test(arguments: HelpTopic.allCases)
    func `No line of the help is wider than 80 columns`(topic: HelpTopic) {
        for line in topic.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(topic.text.hasSuffix("\n") && !topic.text.hasSuffix("\n\n"))
    }

    @Test func `The help of replay names every flag`() {
        for flag in [
            "--objects DIR", "--env-file FILE", "--dry-run", "--again", "--summary FILE", "--help", "--version",
        ] {
            #expect(HelpTopic.replay.text.contains("  \(flag)"))
        }
    }

    @Test func `The version is one line`() {
        #expect(Version.text == "capture-relay 0.1.0\n")
    }
}
