import AWS
import Testing

@testable import CaptureRelay

@Suite struct S3SettingsTests {
    @Test func `What is said with every request to S3 is read`() throws {
        let settings = try Settings(environment: [
            "RELAY_REQUEST_PAYER": " Requester ", "RELAY_EXPECTED_BUCKET_OWNER": " 012345678901 ",
        ])
        #expect(settings.s3 == S3Options(paysForRequests: true, expectedBucketOwner: "012345678901"))
        #expect(try Settings(environment: [:]).s3 == S3Options())
    }

    @Test(arguments: ["owner", "true", "requesters"])
    func `Somebody else does not pay`(value: String) {
        #expect(problems(["RELAY_REQUEST_PAYER": value]).first?.contains("it takes requester") == true)
    }

    @Test(arguments: ["11112222333", "1111222233334", "1111-2222-333", "arn:aws:iam::1:root", "١١١١٢٢٢٢٣٣٣٣"])
    func `What is no account is refused`(value: String) {
        #expect(
            problems(["RELAY_EXPECTED_BUCKET_OWNER": value])
                == [
                    "RELAY_EXPECTED_BUCKET_OWNER: '\(value)' is not an account id; it takes the 12 digits of an AWS "
                        + "account, such as 111122223333"
                ])
    }

    @Test func `AWS's own variables are looked at only where AWS is needed`() throws {
        let environment = ["AWS_REGION": "no region!", "AWS_USE_FIPS_ENDPOINT": "perhaps"]
        #expect(problems(environment).isEmpty)
        do throws(SettingsError) {
            _ = try Settings(environment: environment, needsAmazon: true)
            Issue.record("it was accepted")
        } catch {
            #expect(error.problems.map(\.name) == ["AWS_REGION", "AWS_USE_FIPS_ENDPOINT"])
        }
    }

    @Test func `AWS's own variables are read once, and certificate authorities that are not there are told`() throws {
        let settings = try Settings(environment: ["AWS_REGION": "eu-west-1"], needsAmazon: true)
        #expect(settings.amazon?.region == "eu-west-1")
        #expect(try Settings(environment: ["AWS_REGION": "eu-west-1"]).amazon == nil)
        do throws(SettingsError) {
            _ = try Settings(environment: ["AWS_CA_BUNDLE": "/no/such.pem"], needsAmazon: true)
            Issue.record("it was accepted")
        } catch {
            #expect(error.problems.map(\.name) == ["AWS_CA_BUNDLE"])
        }
    }

    @Test func `AWS's own variables in a file are kept for AWS, and others are not`() throws {
        let file = "AWS_REGION=eu-west-1\nRELAY_BATCH_ROWS=5\nPATH=/x\n"
        let settings = try Settings(environment: [:], environmentFile: "f", readFile: reading(["f": file]))
        #expect(settings.amazonVariables == ["AWS_REGION": "eu-west-1"])
    }
}
