import AWS
import Relay
import Testing

@testable import CaptureRelay

@Suite struct SecretSettingsTests {
    private static let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:relay#key"

    /// The settings of both sinks that take a token, without it.
    private static let sinks = [
        (environment: MonitorSettings.fiddler.with(["FIDDLER_TOKEN": nil]), name: "FIDDLER_TOKEN"),
        (environment: MonitorSettings.endpoint, name: "MONITOR_TOKEN"),
    ]

    private func token(_ environment: [String: String]) throws -> Secret? {
        switch try Settings(environment: environment).sink {
        case .fiddler(let fiddler): fiddler.token
        case .endpoint(let endpoint): endpoint.token
        case .file, .openscale: nil
        }
    }

    @Test(arguments: sinks)
    func `A token is itself, or where it is kept`(environment: [String: String], name: String) throws {
        #expect(try token(environment.with([name: "abc.DEF_123-~+/="])) == .text("abc.DEF_123-~+/="))
        let kept = Secret.kept(try SecretReference(Self.arn))
        #expect(try token(environment.with(["\(name)_ARN": " \(Self.arn) "])) == kept)
    }

    @Test(arguments: sinks)
    func `Set twice, a token is refused`(environment: [String: String], name: String) {
        #expect(
            problems(environment.with([name: "abc", "\(name)_ARN": Self.arn]))
                == ["\(name)_ARN: is set, and so is \(name); set one of them"])
    }

    @Test(arguments: sinks)
    func `Blanks around a token are left out with a warning`(environment: [String: String], name: String) throws {
        let settings = environment.with([name: " abc\n"])
        #expect(try token(settings) == .text("abc"))
        #expect(
            try Settings(environment: settings).warnings
                == ["\(name): has blanks or line breaks around it, which are left out"])
    }

    @Test(arguments: sinks)
    func `What cannot be a token is refused with the reason`(environment: [String: String], name: String) {
        let copied = "has a blank, a line break or another character inside that no token has; check how it was copied"
        for (value, words) in [
            (" \n", "is blank"), ("ab\ncd", copied), ("ab cd", copied), ("ab\u{1}cd", copied), ("abcdé", copied),
            (Self.arn, "is an ARN, not the secret itself; set it as \(name)_ARN"),
            ("Bearer abc", "begins with the word Bearer, which is put before it anyway; set what follows it"),
            ("bearer  abc", "begins with the word Bearer, which is put before it anyway; set what follows it"),
        ] {
            #expect(problems(environment.with([name: value])) == ["\(name): \(words)"])
        }
    }

    @Test(arguments: sinks)
    func `An ARN that leads to no secret is refused with the reason`(environment: [String: String], name: String) {
        for (value, words) in [
            ("hidden", "is not an ARN of Secrets Manager or of an SSM parameter"),
            ("arn:aws:s3:::hidden", "is not an ARN of Secrets Manager or of an SSM parameter"),
            ("\(Self.arn.dropLast(3))", "names no field behind its #"),
        ] {
            let found = problems(environment.with(["\(name)_ARN": value]))
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("\(name)_ARN: \(words); it takes one such as arn:aws:ssm:") == true)
        }
    }

    @Test(arguments: sinks)
    func `AWS's own variables are looked at where a token must be fetched, but not for a dry run`(
        environment: [String: String],
        name: String
    ) throws {
        let settings = environment.with(["\(name)_ARN": Self.arn, "AWS_REGION": "no region!"])
        #expect(problems(settings).map { $0.prefix(11) } == ["AWS_REGION:"])
        #expect(try Settings(environment: settings, isDryRun: true).amazon == nil)
        #expect(try Settings(environment: settings.with(["AWS_REGION": "eu-west-1"])).amazon?.region == "eu-west-1")
    }
}
