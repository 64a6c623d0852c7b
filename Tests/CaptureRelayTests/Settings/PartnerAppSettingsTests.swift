import Relay
import Testing

@testable import CaptureRelay

@Suite struct PartnerAppSettingsTests {
    private static let arn = "arn:aws:sagemaker:eu-west-1:111122223333:partner-app/app-abc"

    private func fiddler(_ environment: [String: String]) throws -> FiddlerSettings? {
        guard case .fiddler(let fiddler) = try Settings(environment: environment).sink else { return nil }
        return fiddler
    }

    @Test(arguments: ["true", "True", " TRUE ", "True\n"])
    func `A partner app is there where it is switched on`(word: String) throws {
        let settings = try Settings(environment: MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_AUTH": word]))
        guard case .fiddler(let fiddler) = settings.sink else {
            Issue.record("another sink")
            return
        }
        #expect(fiddler.partnerApp == FiddlerSettings.PartnerApp(arn: Self.arn, region: "eu-west-1"))
        #expect(settings.warnings == [])
    }

    @Test(arguments: ["1", "yes", "on", "t", "truе", "'true'", "enabled", "0", "no"])
    func `A near miss is refused, and told what to write`(word: String) {
        #expect(
            problems(MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_AUTH": word])) == [
                """
                AWS_PARTNER_APP_AUTH: '\(word)' is neither true nor false; write true to sign requests for a SageMaker \
                partner app, or leave it unset
                """
            ])
    }

    @Test func `Switched off, the rest is not looked at; unset, it is warned of`() throws {
        let off = MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_AUTH": "False", "AWS_PARTNER_APP_ARN": "x"])
        #expect(try fiddler(off)?.partnerApp == nil)
        #expect(try Settings(environment: off).warnings == [])
        let unset = try Settings(environment: MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_AUTH": nil]))
        let effect = "has no effect, since AWS_PARTNER_APP_AUTH is not set"
        #expect(
            unset.warnings == [
                """
                AWS_PARTNER_APP_ARN: \(effect); write AWS_PARTNER_APP_AUTH=true to sign requests for the partner app
                """,
                """
                AWS_PARTNER_APP_URL: \(effect); write AWS_PARTNER_APP_AUTH=true to sign requests for the partner app
                """,
            ])
    }

    @Test func `The variables of a notebook choose no sink`() throws {
        let notebook = MonitorSettings.partnerApp.filter { $0.key.hasPrefix("AWS_") }
        let plain = try Settings(environment: notebook)
        #expect(plain.sink == .file(path: "-"))
        #expect(plain.warnings == [])
        let endpoint = try Settings(environment: MonitorSettings.endpoint.merging(notebook) { $1 })
        #expect(endpoint.sink == .endpoint(EndpointSettings(url: "https://monitor.example.com/rows")))
    }

    @Test func `Without its ARN it cannot be reached`() {
        #expect(
            problems(MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_ARN": nil])) == [
                """
                AWS_PARTNER_APP_ARN: is not set; AWS_PARTNER_APP_AUTH=true needs it, such as \(Self.arn)
                """
            ])
    }

    @Test(arguments: [
        (" \(arn)", "has a blank"), ("\(arn)\n", "has a blank"), ("junk\(arn)", "is not the ARN of a partner app"),
        ("arn:aws:sagemaker::111122223333:partner-app/app-abc", "names no region"),
        ("arn:aws:sagemaker:EU:111122223333:partner-app/app-abc", "names no region"),
        ("arn:aws:sagemaker:eu-west-1:11112222333:partner-app/app-abc", "is not the ARN"),
        ("arn:aws:sagemaker:eu-west-1:111122223333:partner-app/", "is not the ARN"),
        ("arn:aws:sagemaker:eu-west-1:111122223333:endpoint/x", "is not the ARN"),
        ("arn:aws2:sagemaker:eu-west-1:111122223333:partner-app/x", "is not the ARN"),
        ("app-abc", "is not the ARN"),
    ])
    func `Another ARN is refused with the reason`(value: String, words: String) throws {
        let found = problems(MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_ARN": value]))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("AWS_PARTNER_APP_ARN: \(words)") == true)
    }

    @Test func `Its region is that of the ARN, in every partition`() throws {
        let arn = "arn:aws-us-gov:sagemaker:us-gov-west-1:111122223333:partner-app/app-1"
        let environment = MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_ARN": arn, "AWS_REGION": "eu-west-1"])
        #expect(try fiddler(environment)?.partnerApp?.region == "us-gov-west-1")
    }

    @Test func `Its own address stands in for Fiddler's`() throws {
        let environment = MonitorSettings.partnerApp.with([
            "FIDDLER_URL": nil, "AWS_PARTNER_APP_URL": "https://app.example.com/",
        ])
        #expect(try fiddler(environment)?.url == "https://app.example.com")
        let other = environment.with(["AWS_PARTNER_APP_URL": "https://app.example.com/path"])
        #expect(problems(other).first?.hasPrefix("AWS_PARTNER_APP_URL: has a path") == true)
        #expect(problems(environment.with(["AWS_PARTNER_APP_URL": nil])).map { $0.prefix(12) } == ["FIDDLER_URL:"])
    }

    @Test(arguments: ["https://other.example.com", "no url"])
    func `Fiddler's address wins over another one of the partner app, with a warning`(url: String) throws {
        let environment = MonitorSettings.partnerApp.with(["AWS_PARTNER_APP_URL": url])
        #expect(try fiddler(environment)?.url == "https://example.fiddler.ai")
        #expect(
            try Settings(environment: environment).warnings == [
                """
                AWS_PARTNER_APP_URL: does not name the host of FIDDLER_URL; requests go to the latter, \
                example.fiddler.ai, as those of Fiddler's own client do
                """
            ])
    }

    @Test func `What AWS's own variables say is looked at where requests are signed`() throws {
        let environment = MonitorSettings.partnerApp.with(["AWS_REGION": "no region!"])
        #expect(problems(environment).map { $0.prefix(11) } == ["AWS_REGION:"])
        _ = try Settings(environment: environment, isDryRun: true)
        _ = try Settings(environment: environment.with(["AWS_PARTNER_APP_AUTH": nil]))
    }
}
