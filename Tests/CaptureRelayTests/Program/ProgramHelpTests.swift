import Testing

@testable import CaptureRelay

@Suite struct ProgramHelpTests {
    @Test(arguments: [
        ["help"], ["--help"], ["-h"], ["help", "replay"], ["replay", "--help"], ["replay", "-h"], ["help", "help"],
        ["help", "--help"], ["help", "settings"], ["help", "backfill"], ["backfill", "--help"],
        ["help", "openscale"], ["openscale", "list", "--help"], ["openscale", "subscribe", "-h"],
    ])
    func `Help goes to standard output, and is success`(arguments: [String]) async throws {
        let ending = try await Program.run(arguments, ["RELAY_BATCH_ROWS": "wrong settings keep nobody from help"])
        #expect(ending.code == 0)
        #expect(ending.messages.isEmpty)
        #expect(ending.lines.count > 3)
    }

    @Test func `The help on settings lists every variable`() async throws {
        let ending = try await Program.run(["help", "settings"])
        for variable in Variable.allCases {
            #expect(ending.lines.contains { $0 == variable.name })
        }
    }

    @Test(arguments: [
        "AWS_PROFILE", "AWS_REGION", "AWS_ENDPOINT_URL_S3", "AWS_CA_BUNDLE", "AWS_MAX_ATTEMPTS", "HTTPS_PROXY",
    ])
    func `The help on settings tells of AWS's own variables`(name: String) async throws {
        let ending = try await Program.run(["help", "settings"])
        #expect(ending.lines.contains { $0.contains(name) && $0.hasPrefix("  ") })
    }

    @Test(arguments: [["--version"], ["replay", "--version"], ["help", "--version"]])
    func `The version is one line`(arguments: [String]) async throws {
        #expect(try await Program.run(arguments).lines == ["capture-relay \(Version.number)"])
    }

    @Test(arguments: [
        (["repaly", "x"], "did you mean 'replay'?"), (["hlep"], "did you mean 'help'?"),
        (["bakfill", "x"], "did you mean 'backfill'?"), (["backfill", "--hear", "s3://b"], "did you mean '--here'?"),
        (["replay", "--dryrun", "x"], "did you mean '--dry-run'?"),
        (["replay", "--sumary=x", "y"], "did you mean '--summary'?"),
        (["help", "setting"], "did you mean 'settings'?"), (["opnscale", "list"], "did you mean 'openscale'?"),
        (["openscale", "lst"], "did you mean 'list'?"), (["openscale", "list", "--jsn"], "did you mean '--json'?"),
    ])
    func `What is mistyped names the nearest word`(arguments: [String], question: String) async throws {
        let ending = try await Program.run(arguments)
        #expect(ending.code == 2)
        #expect(ending.messages.contains(question))
        #expect(ending.messages.contains("Try: capture-relay help"))
    }
}
