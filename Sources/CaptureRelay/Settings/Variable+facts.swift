extension Variable {
    /// The table of all variables, in the order of the help.
    var facts: VariableFacts {
        switch self {
        case .inputColumns:
            .init(
                .columns, .columnList,
                """
                The columns taken from the request, in the order sent. A column without a path takes the field of \
                its name from a JSON object, else its position.
                """,
                default: "unset: named by JSON keys, else f0, f1, and so on",
                example: #"age,income?,"city, state",zip=features[].zip"#)
        case .outputColumns:
            .init(
                .columns, .columnList, "The columns taken from the model's answer, written like the input columns.",
                default: "unset: named by JSON keys, else p0, p1, and so on",
                example: "score=predictions[].score,label=predictions[].label")
        case .timestampColumn:
            .init(
                .columns, .columnName, "The column for the time of the inference.",
                default: "unset: not in the rows", example: "inference_time")
        case .timestampFormat:
            .init(
                .columns, .words(["iso8601", "epoch", "epoch-ms", "datetime"]),
                """
                How the time is written: as it was captured, in seconds or milliseconds since 1970, or as \
                YYYY-MM-DD HH:MM:SS in UTC.
                """,
                default: "iso8601", example: "epoch-ms")
        case .idColumn:
            .init(
                .columns, .columnName, "The column for the row's id.", default: "unset: not in the rows",
                example: "event_id")
        case .metadataColumns:
            .init(
                .columns, .columnList,
                """
                Columns about the capture itself. Their sources: key.endpoint, key.variant, object.uri, \
                object.bucket, object.key, object.versionId, object.etag, eventMetadata.NAME.
                """,
                example: "endpoint=key.endpoint,inference=eventMetadata.inferenceId")
        case .columnTypes:
            .init(
                .columns, .columnTypes,
                """
                What the values of columns must be: int, float, string or bool; *:float is for all columns that are \
                not named. A line with another value goes to quarantine.
                """,
                default: "unset: CSV values stay text, JSON values keep their type",
                example: "age:int,income:float,zip:string,ok:bool")
        case .labelColumns:
            .init(
                .columns, .columnList,
                """
                The columns taken from ground truth, written like the input columns: from the groundTruthData of JSON \
                Lines, or from a CSV table with a header and a column for the id. They go to the monitor as an update, \
                under the id that the row of the inference has.
                """,
                default: "unset: ground truth is ignored", example: "churned")
        case .joinPrefix:
            .init(
                .columns, .text,
                """
                Where the captures lie that labels belong to, s3://bucket/prefix or a folder: OpenScale's feedback takes \
                the features and the prediction of a label from there.
                """,
                default: "unset: feedback has the labels alone", example: "s3://captures/churn/")
        case .shadow:
            .init(
                .columns, .words(["skip", "relay"]), "What is done with the lines of shadow variants.",
                default: "skip", example: "relay")
        case .fiddlerModelColumns:
            .init(.columns, .columnList, "Fiddler's name for CAPTURE_INPUT_COLUMNS.", example: "age,income")
        case .fiddlerModelOutputColumn:
            .init(.columns, .columnList, "Fiddler's name for CAPTURE_OUTPUT_COLUMNS.", example: "score")
        case .fiddlerTimestampColumn:
            .init(.columns, .columnName, "Fiddler's name for CAPTURE_TIMESTAMP_COLUMN.", example: "timestamp")

        case .keyPrefix:
            .init(
                .objects, .text, "Only objects whose key begins so are relayed; others are skipped and counted.",
                default: "unset: every key", example: "captures/churn/")
        case .keySuffix:
            .init(
                .objects, .text, "Only objects whose key ends so are relayed; others are skipped and counted.",
                default: "unset: every key", example: ".jsonl")
        case .requestPayer:
            .init(
                .objects, .words(["requester"]),
                "Who pays for reading from S3, where the bucket leaves it to the reader.",
                default: "unset: the bucket's owner", example: "requester")
        case .expectedBucketOwner:
            .init(
                .objects, .account, "The account that every bucket in S3 must belong to.", default: "unset: any",
                example: "111122223333")

        case .lineLimit:
            .init(
                .limits, .size, "The longest line; a longer one is never cut, and the log says where it is.",
                default: "32MiB", example: "64MiB")
        case .inflateLimit:
            .init(
                .limits, .size, "The most bytes that one compressed object may inflate to.",
                default: "10GiB", example: "50GiB")

        case .quarantineURL:
            .init(
                .safety, .url,
                """
                Where lines go that could not become rows, or whose rows were refused: a folder, or a prefix in S3.
                """,
                default: "unset: the log says where they are", example: "file:///var/lib/capture-relay/quarantine")
        case .quarantineLimit:
            .init(
                .safety, .share, "The share of an object's lines that may go to quarantine before it has failed.",
                default: "1.0", example: "5%")
        case .stateURL:
            .init(
                .safety, .url,
                """
                Where progress is kept, for runs that were cut off: a folder, or a prefix in S3 of a server that keeps to \
                If-Match. It counts for 30 days, for the same object, sink and columns; replay --again leaves it aside.
                """,
                default: "unset: nowhere",
                example: "s3://my-bucket/capture-relay/state")

        case .sink:
            .init(
                .sink, .words(SinkName.allCases.map(\.rawValue)),
                "Where rows go.",
                default: "the one whose settings are there, else file; Lambda needs one", example: "fiddler")
        case .file:
            .init(
                .file, .path, "The file that rows are written to, one JSON object a line; - is standard output.",
                default: "-", example: "rows.jsonl")

        case .fiddlerURL:
            .init(.fiddler, .url, "The address of Fiddler: scheme and host.", example: "https://example.fiddler.ai")
        case .fiddlerToken:
            .init(.fiddler, .secret, "The access token, without the word Bearer.", example: "abc123")
        case .fiddlerTokenARN:
            .init(
                .fiddler, .arn, "Where the access token is kept; #key picks a field of a JSON secret.",
                example: "arn:aws:ssm:eu-west-1:111122223333:parameter/fiddler-token")
        case .fiddlerModelUUID:
            .init(
                .fiddler, .text, "The model, by the UUID on its card.", example: "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60")
        case .partnerAppAuth:
            .init(
                .fiddler, .words(["true", "false"]),
                "Whether Fiddler is a SageMaker partner app, which takes signed requests only.",
                default: "false", example: "true")
        case .partnerAppARN:
            .init(
                .fiddler, .text, "The ARN of the partner app; requests are signed for its region.",
                example: "arn:aws:sagemaker:eu-west-1:111122223333:partner-app/app-abc")
        case .partnerAppURL:
            .init(
                .fiddler, .url, "The address of the partner app, where FIDDLER_URL is not set.",
                example: "https://app.example.com")

        case .openscaleURL: .openscaleURL
        case .openscaleAPIKey: .openscaleAPIKey
        case .openscaleAPIKeyARN: .openscaleAPIKeyARN
        case .openscaleIAMURL: .openscaleIAMURL
        case .openscaleUsername: .openscaleUsername
        case .openscalePassword: .openscalePassword
        case .openscalePasswordARN: .openscalePasswordARN
        case .openscaleDataMartID: .openscaleDataMartID
        case .openscaleBindingID: .openscaleBindingID
        case .openscaleSubscriptionID: .openscaleSubscriptionID
        case .openscaleDeploymentID: .openscaleDeploymentID
        case .openscaleInstanceID: .openscaleInstanceID
        case .openscaleDataSetID: .openscaleDataSetID
        case .openscaleFeedbackDataSetID: .openscaleFeedbackDataSetID
        case .openscaleResponse: .openscaleResponse
        case .sageMakerAccessKeyID: .sageMakerAccessKeyID
        case .sageMakerSecretAccessKey: .sageMakerSecretAccessKey
        case .sageMakerRegion: .sageMakerRegion

        case .monitorURL:
            .init(
                .http, .url, "The address that batches are posted to, with its query if it has one.",
                example: "https://monitor.example.com/rows")
        case .monitorFormat:
            .init(
                .http, .words(["json", "ndjson"]), "How a batch is written: an array, or an object a line.",
                default: "json", example: "ndjson")
        case .monitorToken:
            .init(.http, .secret, "The bearer token, without the word Bearer.", example: "abc123")
        case .monitorTokenARN:
            .init(
                .http, .arn, "Where the bearer token is kept; #key picks a field of a JSON secret.",
                example: "arn:aws:ssm:eu-west-1:111122223333:parameter/monitor-token")
        case .monitorHeaders:
            .init(.http, .headers, "Extra headers; their values are secrets.", example: #"{"X-Tenant":"a"}"#)

        case .batchRows:
            .init(
                .delivery, .count, "The most rows of a batch; a sink's own ceiling wins.", default: "1000",
                example: "500")
        case .batchBytes:
            .init(
                .delivery, .size, "The most bytes of a batch; a sink's own ceiling wins.", default: "900KB",
                example: "256KiB")
        case .concurrency:
            .init(.delivery, .count, "How many batches are sent at a time, 64 at most.", default: "4", example: "8")
        case .compression:
            .init(
                .delivery, .words(["none", "gzip"]),
                "How request bodies are compressed; the monitor must understand it.", default: "none",
                example: "gzip")
        case .retryStatuses:
            .init(
                .delivery, .statuses, "The statuses after which a request is sent again.",
                default: "408,425,429,500,502,503,504", example: "429,503")
        case .retrySeconds:
            .init(
                .delivery, .seconds, "How long one batch is tried again; 0 tries it once.", default: "60", example: "30"
            )
        case .allowHTTP:
            .init(
                .delivery, .words(["true", "false"]),
                "Whether a secret may travel over http:// to a host that is not this one.", default: "false",
                example: "true")
        case .monitorCABundle:
            .init(
                .delivery, .path,
                "The certificate authorities, in PEM, that the monitor's certificate is checked against.",
                default: "unset: the system's", example: "/etc/ssl/monitor.pem")

        case .deadlineMargin:
            .init(
                .lambda, .seconds, "The time before the deadline from which no more lines are taken.",
                default: "the smaller of 5 and a fifth of the time left at the start", example: "10")
        case .continuationQueueURL:
            .init(
                .lambda, .url,
                """
                The SQS queue for what one invocation cannot finish: the rest of an object, and objects that it had no \
                time to begin beside others. It needs RELAY_STATE_URL.
                """,
                example: "https://sqs.eu-west-1.amazonaws.com/111122223333/rest")
        case .sqsFailures:
            .init(
                .lambda, .words(["report", "error"]),
                """
                How failed SQS messages are told: by their ids, or by an error for a mapping without \
                ReportBatchItemFailures, after which all messages come again.
                """,
                default: "report", example: "error")

        case .environmentFile:
            .init(
                .process, .path, "A file of settings; --env-file wins over it, and the environment over the file.",
                example: "settings.env")
        case .logLevel:
            .init(
                .process, .words(["error", "warning", "info", "debug"]),
                """
                The least important messages that are shown; with Lambda's JSON logs AWS_LAMBDA_LOG_LEVEL comes first.
                """,
                default: "AWS_LAMBDA_LOG_LEVEL, else info", example: "debug")
        }
    }
}
