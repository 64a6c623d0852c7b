import Testing

@testable import CaptureRelay

@Suite struct OpenScaleSetupTests {
    private func problems(_ changes: [String: String?], _ more: [String] = []) -> [String] {
        do throws(SettingsError) {
            let arguments = try? OpenScaleArguments(["subscribe"] + SubscribeRig.flags + more)
            _ = try OpenScaleSetup(
                arguments ?? .list(asJSON: false, environmentFile: nil),
                environment: SubscribeRig.environment.with(changes))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `The keys for SageMaker come from settings of their own, and never from AWS's`() {
        let missing: [String: String?] = [
            "OPENSCALE_SAGEMAKER_ACCESS_KEY_ID": nil, "OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY": nil,
            "OPENSCALE_SAGEMAKER_REGION": nil, "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s",
            "AWS_REGION": "eu-west-1",
        ]
        let told = problems(missing)
        #expect(told.count == 3)
        #expect(
            told.first?.hasSuffix(
                "IBM asks for keys of AWS that it may keep, and they are taken from these settings only, never from "
                    + "AWS's own variables such as AWS_ACCESS_KEY_ID") ?? false)
        #expect(problems(missing, ["--provider", "p"]).isEmpty)
        #expect(problems(["OPENSCALE_SAGEMAKER_REGION": nil], ["--provider", "p"]).count == 1)
    }

    @Test(arguments: [
        (["CAPTURE_INPUT_COLUMNS": "age,plan,churned"], "CAPTURE_INPUT_COLUMNS: 'churned' is the label"),
        (
            ["CAPTURE_OUTPUT_COLUMNS": "score,predicted_lable", "CAPTURE_COLUMN_TYPES": ""],
            "did you mean 'predicted_lable'?"
        ),
        (["OPENSCALE_INSTANCE_ID": ""], "OPENSCALE_INSTANCE_ID: is not set"),
        (["OPENSCALE_SAGEMAKER_REGION": "eu west"], "OPENSCALE_SAGEMAKER_REGION: 'eu west' is not a region"),
        (["OPENSCALE_SAGEMAKER_ACESS_KEY_ID": "x"], "did you mean OPENSCALE_SAGEMAKER_ACCESS_KEY_ID?"),
    ])
    func `A wrong setting is refused`(changes: [String: String], words: String) {
        let told = problems(changes.mapValues { $0 })
        #expect(told.contains { $0.contains(words) }, "\(told)")
    }

    @Test func `The settings for SageMaker choose no sink and are wanted by no other command`() throws {
        let names = SubscribeRig.environment.filter { $0.key.hasPrefix("OPENSCALE_SAGEMAKER") }
        #expect(try Settings(environment: names).sink == .file(path: "-"))
    }

    @Test func `A Cloud Pak for Data has one instance, and v1's name for it does as well`() throws {
        let list = OpenScaleArguments.list(asJSON: false, environmentFile: nil)
        let pak = ["OPENSCALE_URL": "https://cpd", "OPENSCALE_USERNAME": "u", "OPENSCALE_PASSWORD": "p"]
        #expect(
            try OpenScaleSetup(list, environment: pak).instance == "00000000-0000-0000-0000-000000000000")
        let cloud = ["OPENSCALE_URL": "https://a", "OPENSCALE_API_KEY": "k", "OPENSCALE_DATA_MART_ID": "mart"]
        #expect(try OpenScaleSetup(list, environment: cloud).instance == "mart")
    }
}
