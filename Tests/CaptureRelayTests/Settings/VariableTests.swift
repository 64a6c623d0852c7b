import Testing

@testable import CaptureRelay

@Suite struct VariableTests {
    private static let documented = """
        CAPTURE_INPUT_COLUMNS CAPTURE_OUTPUT_COLUMNS CAPTURE_TIMESTAMP_COLUMN CAPTURE_TIMESTAMP_FORMAT
        CAPTURE_ID_COLUMN CAPTURE_METADATA_COLUMNS CAPTURE_LABEL_COLUMNS CAPTURE_JOIN_PREFIX CAPTURE_COLUMN_TYPES CAPTURE_SHADOW
        RELAY_SINK FIDDLER_URL FIDDLER_TOKEN FIDDLER_MODEL_UUID FIDDLER_MODEL_COLUMNS FIDDLER_MODEL_OUTPUT_COLUMN
        FIDDLER_TIMESTAMP_COLUMN AWS_PARTNER_APP_AUTH AWS_PARTNER_APP_ARN AWS_PARTNER_APP_URL OPENSCALE_URL
        OPENSCALE_API_KEY OPENSCALE_IAM_URL OPENSCALE_USERNAME OPENSCALE_PASSWORD OPENSCALE_DATA_MART_ID
        OPENSCALE_BINDING_ID OPENSCALE_SUBSCRIPTION_ID OPENSCALE_DEPLOYMENT_ID OPENSCALE_INSTANCE_ID
        OPENSCALE_RESPONSE
        OPENSCALE_DATA_SET_ID OPENSCALE_FEEDBACK_DATA_SET_ID MONITOR_URL MONITOR_FORMAT MONITOR_TOKEN MONITOR_HEADERS
        MONITOR_CA_BUNDLE RELAY_FILE RELAY_COMPRESSION RELAY_BATCH_ROWS RELAY_BATCH_BYTES RELAY_CONCURRENCY
        RELAY_LINE_LIMIT RELAY_INFLATE_LIMIT RELAY_RETRY_STATUSES RELAY_RETRY_SECONDS RELAY_DEADLINE_MARGIN
        RELAY_STATE_URL RELAY_QUARANTINE_URL RELAY_QUARANTINE_LIMIT RELAY_KEY_PREFIX RELAY_KEY_SUFFIX
        RELAY_CONTINUATION_QUEUE_URL RELAY_SQS_FAILURES RELAY_REQUEST_PAYER RELAY_EXPECTED_BUCKET_OWNER
        RELAY_ALLOW_HTTP RELAY_LOG_LEVEL RELAY_ENV_FILE FIDDLER_TOKEN_ARN OPENSCALE_API_KEY_ARN
        OPENSCALE_PASSWORD_ARN MONITOR_TOKEN_ARN OPENSCALE_SAGEMAKER_ACCESS_KEY_ID
        OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY OPENSCALE_SAGEMAKER_REGION
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    @Test func `Every variable of the contract is known, and no other`() {
        #expect(Set(Variable.allCases.map(\.name)) == Set(Self.documented))
    }

    @Test(arguments: Variable.allCases)
    func `A variable tells what it means`(variable: Variable) {
        #expect(variable.summary.hasSuffix("."))
        #expect(!variable.type.description.isEmpty)
        #expect(!variable.type.accepted.isEmpty)
        #expect(!variable.defaultText.isEmpty)
        #expect(!variable.example.isEmpty)
    }

    @Test(arguments: Variable.allCases)
    func `The help shows a variable with type, default and example`(variable: Variable) throws {
        let lines = HelpTopic.settings.text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == variable.name })
        let entry = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }
        let words = entry.joined(separator: " ").split(separator: " ").joined(separator: " ")
        for part in [
            variable.summary, "type: \(variable.type)", "default: \(variable.defaultText)",
            "example: \(variable.example)",
        ] {
            #expect(words.contains(part))
        }
    }

    /// What must be set beside a variable for it to make sense.
    private func companions(of variable: Variable) -> [String: String] {
        switch variable {
        case .columnTypes: ["CAPTURE_INPUT_COLUMNS": "age,income,zip,ok"]
        case .continuationQueueURL: ["RELAY_STATE_URL": Variable.stateURL.example]
        case .fiddlerTokenARN: MonitorSettings.fiddler.with(["FIDDLER_TOKEN": nil])
        case .partnerAppAuth, .partnerAppARN, .partnerAppURL: MonitorSettings.partnerApp
        case .openscaleAPIKeyARN: MonitorSettings.openscale.with(["OPENSCALE_API_KEY": nil])
        case .openscalePassword, .openscalePasswordARN:
            MonitorSettings.openscale.with(["OPENSCALE_API_KEY": nil, "OPENSCALE_USERNAME": "relay"])
        case .openscaleBindingID, .openscaleSubscriptionID, .openscaleDeploymentID, .openscaleDataMartID:
            MonitorSettings.openscaleV1
        case .fiddlerModelColumns: MonitorSettings.fiddler.with(["CAPTURE_INPUT_COLUMNS": nil])
        case .fiddlerModelOutputColumn: MonitorSettings.fiddler.with(["CAPTURE_OUTPUT_COLUMNS": nil])
        default:
            switch variable.ownSink {
            case .fiddler: MonitorSettings.fiddler
            case .http: MonitorSettings.endpoint
            case .openscale: MonitorSettings.openscale
            default: variable == .sink ? MonitorSettings.fiddler : [:]
            }
        }
    }

    @Test(arguments: Variable.allCases)
    func `The example of a variable is accepted`(variable: Variable) throws {
        let environment = companions(of: variable).with([variable.name: variable.example])
        _ = try Settings(environment: environment, readFile: { _ in [] })
    }

    @Test(arguments: Variable.allCases)
    func `Every word of a variable is accepted`(variable: Variable) throws {
        guard variable != .sink, case .words(let words) = variable.type else { return }
        for word in words { _ = try Settings(environment: companions(of: variable).with([variable.name: word])) }
    }

    @Test func `The defaults that the help names are those that hold`() throws {
        let named: [Variable] = [
            .timestampFormat, .shadow, .lineLimit, .inflateLimit, .quarantineLimit, .file, .batchRows, .batchBytes,
            .sqsFailures, .concurrency, .compression, .retryStatuses, .retrySeconds, .allowHTTP,
        ]
        let settings = try Settings(
            environment: Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0.defaultText) }))
        var plain = Settings()
        plain.warnings = settings.warnings
        #expect(settings == plain)
    }

    @Test func `The secrets are known as such`() {
        #expect(
            Set(Variable.allCases.filter(\.isSecret))
                == [
                    .fiddlerToken, .openscaleAPIKey, .openscalePassword, .sageMakerAccessKeyID,
                    .sageMakerSecretAccessKey, .monitorToken, .monitorHeaders,
                ])
    }
}
