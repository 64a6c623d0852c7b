import AWS
import Relay
import Testing

@testable import CaptureRelay

@Suite struct OpenScaleSettingsTests {
    private static let instance = "8f1ea3cf-4d7a-4c5b-9ee1-2d0b6c3a7f10"
    private static let dataSet = "5e0b0f6c-71a5-4e3f-8c55-0a4f3f0a9c21"
    private static let only = "00000000-0000-0000-0000-000000000000"

    private let cloud = MonitorSettings.openscale
    private let first = MonitorSettings.openscaleV1
    private let cloudPak = MonitorSettings.openscale.with([
        "OPENSCALE_API_KEY": nil, "OPENSCALE_USERNAME": "relay", "OPENSCALE_PASSWORD": "pass word",
        "OPENSCALE_INSTANCE_ID": nil, "OPENSCALE_URL": "https://cpd.example",
    ])

    private func openscale(_ environment: [String: String]) throws -> OpenScaleSettings? {
        guard case .openscale(let openscale) = try Settings(environment: environment).sink else { return nil }
        return openscale
    }

    @Test func `IBM Cloud needs address, key and the ids of instance and data set`() throws {
        #expect(
            try openscale(cloud)
                == OpenScaleSettings(
                    address: "https://api.aiopenscale.cloud.ibm.com",
                    login: .cloud(apiKey: .text("abc123"), iamURL: "https://iam.cloud.ibm.com/identity/token"),
                    payload: .v2(instanceID: Self.instance, dataSetID: Self.dataSet)))
        #expect(try Settings(environment: cloud).warnings == [])
        #expect(try Settings(environment: cloud).mapping.form == .parts)
    }

    @Test func `Everything that is missing is named at once`() {
        let found = problems(["RELAY_SINK": "openscale"])
        #expect(
            found.map { $0.prefix { $0 != ":" } }
                == [
                    "OPENSCALE_URL", "OPENSCALE_API_KEY", "OPENSCALE_DATA_SET_ID", "CAPTURE_INPUT_COLUMNS",
                    "CAPTURE_OUTPUT_COLUMNS",
                ])
        let noInstance = problems(cloud.with(["OPENSCALE_INSTANCE_ID": nil]))
        #expect(noInstance.count == 1)
        #expect(
            noInstance.first?.hasPrefix(
                "OPENSCALE_INSTANCE_ID: is not set, and neither is OPENSCALE_DATA_MART_ID; the openscale sink needs one"
            )
                == true)
        #expect(problems(["RELAY_SINK": "openscale", "RELAY_ENV_FILE": "gone"]).count == 1)
    }

    @Test(arguments: ["CAPTURE_INPUT_COLUMNS", "CAPTURE_OUTPUT_COLUMNS"])
    func `A record has both sides, and so has the mapping`(name: String) throws {
        let found = problems(cloud.with([name: nil]))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(name): is not set; the records of the openscale sink have") == true)
        let alias = name == "CAPTURE_INPUT_COLUMNS" ? "FIDDLER_MODEL_COLUMNS" : "FIDDLER_MODEL_OUTPUT_COLUMN"
        #expect(problems(cloud.with([name: nil, alias: "a"])).isEmpty)
        // Without a place for them, no inferences are put into records.
        let feedback = cloud.with([name: nil, "OPENSCALE_DATA_SET_ID": nil, "OPENSCALE_FEEDBACK_DATA_SET_ID": "f"])
        #expect(try Settings(environment: feedback).mapping.form == .object)
    }

    @Test(arguments: [
        ("https://a.example", "https://a.example"), ("https://a.example/", "https://a.example"),
        ("https://a.example/openscale", "https://a.example"), ("https://A.example:443/openscale/", "https://a.example"),
        ("https://a.example/cpd//", "https://a.example/cpd"),
        ("https://a.example/cpd/openscale", "https://a.example/cpd"),
        ("http://localhost:8080/", "http://localhost:8080"),
    ])
    func `A slash or the service's name behind the address changes nothing`(url: String, address: String) throws {
        #expect(try openscale(cloud.with(["OPENSCALE_URL": url]))?.address == address)
    }

    @Test(arguments: [
        ("https://a.example/openscale/hidden/v2", "has more behind /openscale"),
        ("https://a.example?hidden", "has a ?"),
        ("http://a.example", "begins with http://"), ("a.example", "is not a URL"),
    ])
    func `Another address is refused with the reason`(url: String, words: String) {
        let found = problems(cloud.with(["OPENSCALE_URL": url]))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("OPENSCALE_URL: \(words)") == true)
        #expect(found.first?.contains("hidden") == false)
    }

    @Test(arguments: [
        ("https://private.iam.cloud.ibm.com/identity/token", "https://private.iam.cloud.ibm.com/identity/token"),
        ("https://iam.example", "https://iam.example/identity/token"),
        ("https://IAM.example:443/", "https://iam.example/identity/token"),
    ])
    func `Tokens come from where that is said`(url: String, expected: String) throws {
        #expect(
            try openscale(cloud.with(["OPENSCALE_IAM_URL": url]))?.login
                == .cloud(apiKey: .text("abc123"), iamURL: expected))
    }

    @Test func `A key travels over http only to this host, unless that is allowed`() throws {
        let environment = cloud.with(["OPENSCALE_IAM_URL": "http://iam.example/token"])
        #expect(problems(environment).map { $0.prefix(18) } == ["OPENSCALE_IAM_URL:"])
        #expect(try openscale(environment.with(["RELAY_ALLOW_HTTP": "true"])) != nil)
    }

    @Test func `A user tells a Cloud Pak for Data, whatever the address`() throws {
        let place = OpenScaleSettings.Place.v2(instanceID: Self.only, dataSetID: Self.dataSet)
        let expected = OpenScaleSettings(
            address: "https://cpd.example", login: .cloudPak(username: "relay", .password(.text("pass word"))),
            payload: place)
        #expect(try openscale(cloudPak) == expected)
        var withKey = expected
        withKey.login = .cloudPak(username: "relay", .apiKey(.text("key")))
        withKey.address = "https://api.aiopenscale.cloud.ibm.com"
        let changes = [
            "OPENSCALE_PASSWORD": nil, "OPENSCALE_API_KEY": "key",
            "OPENSCALE_URL": "https://api.aiopenscale.cloud.ibm.com/",
        ]
        #expect(try openscale(cloudPak.with(changes)) == withKey)
        let warnings = try Settings(environment: cloudPak.with(["OPENSCALE_IAM_URL": "https://iam.example"])).warnings
        #expect(warnings.map { $0.prefix(34) } == ["OPENSCALE_IAM_URL: has no effect, "])
    }

    @Test(
        arguments: [
            (["OPENSCALE_PASSWORD": nil], "OPENSCALE_PASSWORD: is not set, and neither is OPENSCALE_API_KEY"),
            (["OPENSCALE_API_KEY": "key"], "OPENSCALE_PASSWORD: is set, and so is OPENSCALE_API_KEY"),
            (["OPENSCALE_USERNAME": nil], "OPENSCALE_USERNAME: is not set, but a password is"),
            (["OPENSCALE_USERNAME": "a:b"], "OPENSCALE_USERNAME: is blank or holds a colon"),
            (["OPENSCALE_PASSWORD": "a\nb"], "OPENSCALE_PASSWORD: is blank or holds a line break"),
            (["OPENSCALE_PASSWORD": "arn:aws:ssm:x"], "OPENSCALE_PASSWORD: is an ARN"),
        ] as [([String: String?], String)])
    func `A login that is none is told`(changes: [String: String?], words: String) {
        let found = problems(cloudPak.with(changes.merging(["OPENSCALE_INSTANCE_ID": Self.instance]) { $1 }))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(words) == true)
    }

    @Test func `Secrets may be kept, and then AWS is needed`() throws {
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ibm#key"
        let reference = try SecretReference(arn)
        let kept = cloud.with(["OPENSCALE_API_KEY": nil, "OPENSCALE_API_KEY_ARN": arn])
        #expect(try openscale(kept)?.login.secret == .kept(reference))
        #expect(try Settings(environment: kept).amazon != nil)
        #expect(try Settings(environment: cloud).amazon == nil)
        let password = cloudPak.with(["OPENSCALE_PASSWORD": nil, "OPENSCALE_PASSWORD_ARN": arn])
        #expect(try openscale(password)?.login == .cloudPak(username: "relay", .password(.kept(reference))))
    }

    @Test func `A data mart's id is that of the instance, and a CRN holds it`() throws {
        let place = OpenScaleSettings.Place.v2(instanceID: Self.instance, dataSetID: Self.dataSet)
        let mart = cloud.with(["OPENSCALE_INSTANCE_ID": nil, "OPENSCALE_DATA_MART_ID": Self.instance])
        #expect(try openscale(mart)?.payload == place)
        let crn = "crn:v1:bluemix:public:aiopenscale:us-south:a/0123:\(Self.instance)::"
        #expect(try openscale(cloud.with(["OPENSCALE_INSTANCE_ID": crn]))?.payload == place)
        let both = cloud.with(["OPENSCALE_FEEDBACK_DATA_SET_ID": "labels"])
        #expect(try openscale(both)?.feedback == .v2(instanceID: Self.instance, dataSetID: "labels"))
        #expect(try openscale(both.with(["OPENSCALE_DATA_SET_ID": nil]))?.payload == nil)
    }

    @Test func `The first version is used where no data set is named`() throws {
        let payload = OpenScaleSettings.Place.v1(
            dataMartID: "mart", bindingID: "binding", subscriptionID: "subscription", deploymentID: "deployment")
        let feedback = OpenScaleSettings.Place.v1(
            dataMartID: "mart", bindingID: "binding", subscriptionID: "subscription", deploymentID: nil)
        #expect(try openscale(first)?.payload == payload)
        #expect(try openscale(first)?.feedback == feedback)
        #expect(try openscale(first)?.usesPreauth == true)
        let second = first.with(["OPENSCALE_DATA_SET_ID": "set"])
        #expect(try openscale(second)?.payload == .v2(instanceID: "mart", dataSetID: "set"))
        #expect(try openscale(second)?.usesPreauth == false)
    }

    @Test(arguments: [
        "OPENSCALE_DATA_MART_ID", "OPENSCALE_BINDING_ID", "OPENSCALE_SUBSCRIPTION_ID", "OPENSCALE_DEPLOYMENT_ID",
    ])
    func `What an incomplete set of ids lacks is named`(name: String) {
        let found = problems(first.with([name: nil]))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("\(name): is not set, but OPENSCALE_") == true)
    }

    @Test(arguments: ["a/b", "..", ".", "a b", "a?b", "a%2Fb", "ä", " "])
    func `An id that cannot stand in a path is refused, and not shown`(id: String) {
        for name in ["OPENSCALE_DATA_SET_ID", "OPENSCALE_INSTANCE_ID", "OPENSCALE_FEEDBACK_DATA_SET_ID"] {
            let found = problems(cloud.with([name: id]))
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("\(name): is empty or holds ") == true)
        }
    }

    @Test func `Columns about the capture have no room in the first version`() throws {
        let columns = [
            "CAPTURE_TIMESTAMP_COLUMN": "at", "CAPTURE_ID_COLUMN": "id",
            "CAPTURE_METADATA_COLUMNS": "endpoint=key.endpoint",
        ]
        let second = try Settings(environment: cloud.merging(columns) { $1 })
        #expect(second.mapping.aboutCapture == ["at", "endpoint", "id"])
        #expect(second.warnings == [])
        #expect(problems(first.merging(columns) { $1 }).map { $0.prefix(24) } == ["CAPTURE_METADATA_COLUMNS"])
        let plain = try Settings(environment: first.merging(columns.with(["CAPTURE_METADATA_COLUMNS": nil])) { $1 })
        #expect(plain.mapping.aboutCapture == [])
        #expect(
            plain.warnings == [
                """
                CAPTURE_TIMESTAMP_COLUMN: has no effect on payload logging v1, whose records tell the same as \
                scoring_timestamp
                """,
                "CAPTURE_ID_COLUMN: has no effect on payload logging v1, whose records tell the same as scoring_id",
            ])
    }

    /// These texts are a promise: with another one, kept progress of an earlier release would not be found again.
    @Test func `The place is told from others in a form that does not change`() throws {
        let mapping = "CAPTURE_INPUT_COLUMNS=age,income\nCAPTURE_OUTPUT_COLUMNS=score\n"
        #expect(
            try Settings(environment: cloud).identity
                == "sink=openscale\nhost=api.aiopenscale.cloud.ibm.com\npayload=v2 \(Self.instance) \(Self.dataSet)\n"
                + mapping)
        let changes = ["OPENSCALE_URL": "https://cpd.example:8443/x/"]
        let settings = try Settings(environment: first.with(changes))
        let place = "sink=openscale\nhost=cpd.example:8443\npath=/x\n"
        #expect(settings.identity == "\(place)payload=v1 mart binding subscription deployment\n\(mapping)")
        #expect(settings.labelIdentity == "\(place)feedback=v1 mart binding subscription\n\(mapping)")
        let other = cloud.with(["OPENSCALE_API_KEY": "def", "OPENSCALE_URL": cloud["OPENSCALE_URL"].map { "\($0)/" }])
        #expect(try Settings(environment: other).identity == Settings(environment: cloud).identity)
    }

    @Test func `Another place for labels begins no captures anew, nor the other way round`() throws {
        let before = try Settings(environment: cloud.with(["OPENSCALE_FEEDBACK_DATA_SET_ID": "labels"]))
        let later = try Settings(environment: cloud.with(["OPENSCALE_FEEDBACK_DATA_SET_ID": "others"]))
        #expect(later.identity == before.identity)
        #expect(later.labelIdentity != before.labelIdentity)
        let moved = try Settings(
            environment: cloud.with(["OPENSCALE_FEEDBACK_DATA_SET_ID": "labels", "OPENSCALE_DATA_SET_ID": "other"]))
        #expect(moved.identity != before.identity)
        #expect(moved.labelIdentity == before.labelIdentity)
    }
}
