import Testing

@testable import CaptureRelay

@Suite struct OpenScaleArgumentsTests {
    private let flags = SubscribeRig.flags

    @Test func `Every flag is read`() throws {
        #expect(
            try Invocation(["openscale", "list", "--json", "--env-file", "s.env"])
                == .openScale(.list(asJSON: true, environmentFile: "s.env")))
        var expected = SubscribeArguments(
            endpoint: "churn-endpoint", label: "churned", prediction: "predicted_label", problem: .binary)
        expected.probability = "score"
        expected.categorical = ["plan", "a, b"]
        expected.provider = "My engine"
        expected.isDryRun = true
        expected.environmentFile = "s.env"
        let more = ["--categorical", "plan,\"a, b\"", "--provider=My engine", "--dry-run", "--env-file=s.env"]
        #expect(try Invocation(["openscale", "subscribe"] + flags + more) == .openScale(.subscribe(expected)))
    }

    @Test(arguments: [
        ([], OpenScaleUsageError.actionMissing), (["--json", "list"], .flagBeforeAction("--json")),
        (["lsit"], .unknownAction("lsit")), (["list", "x"], .wordTooMany("x", .list)),
        (["subscribe"], .missing([.endpoint, .label, .prediction, .problem])),
        (["subscribe", "--label=a", "--endpoint=e"], .missing([.prediction, .problem])),
        (["subscribe", "--label=a", "--endpoint=e", "--prediction=p", "--problem=binery"], .unknownProblem("binery")),
        (
            ["subscribe", "--label=a", "--endpoint=e", "--prediction=p", "--problem=regression", "--probability=s"],
            .probabilityOfRegression
        ),
        (
            ["subscribe", "--label=a", "--endpoint=e", "--prediction=a", "--problem=binary"],
            .sameColumn(.label, .prediction, "a")
        ),
        (
            ["subscribe", "--label=a", "--endpoint=e", "--prediction=p", "--problem=binary", "--probability=p"],
            .sameColumn(.prediction, .probability, "p")
        ),
    ])
    func `A wrong command line is refused`(arguments: [String], error: OpenScaleUsageError) {
        #expect(throws: UsageError.openScale(error)) { try Invocation(["openscale"] + arguments) }
        #expect(!error.description.isEmpty)
    }

    @Test(arguments: [
        ["help", "openscale"], ["openscale", "--help"], ["openscale", "list", "--help"],
        ["openscale", "subscribe", "-h"],
    ])
    func `Help is given on both`(arguments: [String]) throws {
        #expect(try Invocation(arguments) == .help(.openscale))
    }

    @Test func `What is mistyped names the nearest word`() {
        #expect(OpenScaleUsageError.unknownAction("lsit").description.hasSuffix("did you mean 'list'?"))
        #expect(OpenScaleUsageError.unknownAction("subscirbe").description.hasSuffix("did you mean 'subscribe'?"))
        #expect(OpenScaleUsageError.unknownProblem("binery").description.hasSuffix("did you mean 'binary'?"))
        #expect(throws: UsageError.unknownFlag("--jsn", nearest: "--json", topic: .openscale)) {
            try Invocation(["openscale", "list", "--jsn"])
        }
    }
}
