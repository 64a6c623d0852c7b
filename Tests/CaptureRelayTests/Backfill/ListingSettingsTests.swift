import AWS
import Relay
import Testing

@testable import CaptureRelay

@Suite struct ListingSettingsTests {
    @Test func `Listing needs no settings of a monitor, and minds none`() throws {
        let settings = try Settings(
            listingIn: [
                "RELAY_SINK": "fiddler", "RELAY_KEY_PREFIX": "in/", "RELAY_KEY_SUFFIX": ".jsonl",
                "RELAY_LOG_LEVEL": "error",
                "RELAY_REQUEST_PAYER": "requester", "AWS_REGION": "eu-west-1",
            ], environmentFile: nil)
        #expect(settings.keyPrefix == "in/" && settings.keySuffix == ".jsonl")
        #expect(settings.s3.paysForRequests && settings.logLevel == .error)
        #expect(settings.amazon?.region == "eu-west-1")
    }

    @Test(arguments: [
        ["RELAY_KEY_PREFX": "in/"], ["RELAY_EXPECTED_BUCKET_OWNER": "me"], ["AWS_REGION": "no region"],
        ["RELAY_LOG_LEVEL": "loud"],
    ])
    func `What it does need must be right`(environment: [String: String]) {
        #expect(throws: SettingsError.self) { try Settings(listingIn: environment, environmentFile: nil) }
    }

    @Test func `Settings of a file count, AWS's among them`() throws {
        let settings = try Settings(listingIn: [:], environmentFile: "s.env") { _ throws(TextFileError) in
            Array("RELAY_KEY_PREFIX=in/\nAWS_REGION=eu-west-1\n".utf8)
        }
        #expect(settings.keyPrefix == "in/")
        #expect(settings.amazonVariables == ["AWS_REGION": "eu-west-1"])
    }
}
