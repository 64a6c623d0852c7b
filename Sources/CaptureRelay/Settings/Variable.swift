/// Every environment variable that the relay reads, apart from those with a name of AWS's own.
enum Variable: String, CaseIterable, Hashable, Sendable {
    case inputColumns = "CAPTURE_INPUT_COLUMNS"
    case outputColumns = "CAPTURE_OUTPUT_COLUMNS"
    case timestampColumn = "CAPTURE_TIMESTAMP_COLUMN"
    case timestampFormat = "CAPTURE_TIMESTAMP_FORMAT"
    case idColumn = "CAPTURE_ID_COLUMN"
    case metadataColumns = "CAPTURE_METADATA_COLUMNS"
    case labelColumns = "CAPTURE_LABEL_COLUMNS"
    case joinPrefix = "CAPTURE_JOIN_PREFIX"
    case columnTypes = "CAPTURE_COLUMN_TYPES"
    case shadow = "CAPTURE_SHADOW"
    case fiddlerModelColumns = "FIDDLER_MODEL_COLUMNS"
    case fiddlerModelOutputColumn = "FIDDLER_MODEL_OUTPUT_COLUMN"
    case fiddlerTimestampColumn = "FIDDLER_TIMESTAMP_COLUMN"

    case keyPrefix = "RELAY_KEY_PREFIX"
    case keySuffix = "RELAY_KEY_SUFFIX"
    case requestPayer = "RELAY_REQUEST_PAYER"
    case expectedBucketOwner = "RELAY_EXPECTED_BUCKET_OWNER"

    case lineLimit = "RELAY_LINE_LIMIT"
    case inflateLimit = "RELAY_INFLATE_LIMIT"

    case quarantineURL = "RELAY_QUARANTINE_URL"
    case quarantineLimit = "RELAY_QUARANTINE_LIMIT"
    case stateURL = "RELAY_STATE_URL"

    case sink = "RELAY_SINK"
    case file = "RELAY_FILE"

    case batchRows = "RELAY_BATCH_ROWS"
    case batchBytes = "RELAY_BATCH_BYTES"
    case concurrency = "RELAY_CONCURRENCY"
    case compression = "RELAY_COMPRESSION"
    case retryStatuses = "RELAY_RETRY_STATUSES"
    case retrySeconds = "RELAY_RETRY_SECONDS"
    case allowHTTP = "RELAY_ALLOW_HTTP"
    case monitorCABundle = "MONITOR_CA_BUNDLE"

    case fiddlerURL = "FIDDLER_URL"
    case fiddlerToken = "FIDDLER_TOKEN"
    case fiddlerTokenARN = "FIDDLER_TOKEN_ARN"
    case fiddlerModelUUID = "FIDDLER_MODEL_UUID"
    case partnerAppAuth = "AWS_PARTNER_APP_AUTH"
    case partnerAppARN = "AWS_PARTNER_APP_ARN"
    case partnerAppURL = "AWS_PARTNER_APP_URL"

    case openscaleURL = "OPENSCALE_URL"
    case openscaleAPIKey = "OPENSCALE_API_KEY"
    case openscaleAPIKeyARN = "OPENSCALE_API_KEY_ARN"
    case openscaleIAMURL = "OPENSCALE_IAM_URL"
    case openscaleUsername = "OPENSCALE_USERNAME"
    case openscalePassword = "OPENSCALE_PASSWORD"
    case openscalePasswordARN = "OPENSCALE_PASSWORD_ARN"
    case openscaleDataMartID = "OPENSCALE_DATA_MART_ID"
    case openscaleBindingID = "OPENSCALE_BINDING_ID"
    case openscaleSubscriptionID = "OPENSCALE_SUBSCRIPTION_ID"
    case openscaleDeploymentID = "OPENSCALE_DEPLOYMENT_ID"
    case openscaleInstanceID = "OPENSCALE_INSTANCE_ID"
    case openscaleDataSetID = "OPENSCALE_DATA_SET_ID"
    case openscaleFeedbackDataSetID = "OPENSCALE_FEEDBACK_DATA_SET_ID"
    case openscaleResponse = "OPENSCALE_RESPONSE"

    case sageMakerAccessKeyID = "OPENSCALE_SAGEMAKER_ACCESS_KEY_ID"
    case sageMakerSecretAccessKey = "OPENSCALE_SAGEMAKER_SECRET_ACCESS_KEY"
    case sageMakerRegion = "OPENSCALE_SAGEMAKER_REGION"

    case monitorURL = "MONITOR_URL"
    case monitorFormat = "MONITOR_FORMAT"
    case monitorToken = "MONITOR_TOKEN"
    case monitorTokenARN = "MONITOR_TOKEN_ARN"
    case monitorHeaders = "MONITOR_HEADERS"

    case deadlineMargin = "RELAY_DEADLINE_MARGIN"
    case continuationQueueURL = "RELAY_CONTINUATION_QUEUE_URL"
    case sqsFailures = "RELAY_SQS_FAILURES"

    case environmentFile = "RELAY_ENV_FILE"
    case logLevel = "RELAY_LOG_LEVEL"

    /// The beginnings that mark a name as one of ours.
    static let prefixes = ["CAPTURE_", "RELAY_", "FIDDLER_", "OPENSCALE_", "MONITOR_"]

    /// The name as it stands in the environment.
    var name: String { rawValue }

    /// What it means, in one sentence or two.
    var summary: String { facts.summary }

    /// What kind of value it takes.
    var type: VariableType { facts.type }

    /// What holds when it is not set.
    var defaultText: String { facts.defaultText }

    /// A value that somebody could give it.
    var example: String { facts.example }

    /// The heading it stands under in the help.
    var group: VariableGroup { facts.group }

    /// Whether its value must be kept from every log and message.
    var isSecret: Bool { type == .secret || self == .monitorHeaders }

    /// Whether a message may show its value; a URL can carry a user, a password or a signed query.
    var isShown: Bool { !isSecret && type != .url }

    /// The sink that only reads it, if it belongs to one.
    var ownSink: SinkName? { group.sink }

    /// Whether it chooses its sink; AWS's own variables are there in every notebook of a SageMaker domain, and say
    /// nothing of what this program is meant to do.
    var choosesSink: Bool { ownSink != nil && !name.hasPrefix("AWS_") }
}
