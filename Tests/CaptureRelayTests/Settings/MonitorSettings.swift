@testable import CaptureRelay

/// Complete settings of sinks that send to a monitor, for tests that change one thing about them.
enum MonitorSettings {
    static let columns = ["CAPTURE_INPUT_COLUMNS": "age,income", "CAPTURE_OUTPUT_COLUMNS": "score"]

    static let fiddler = columns.merging([
        "FIDDLER_URL": "https://example.fiddler.ai", "FIDDLER_TOKEN": "abc123",
        "FIDDLER_MODEL_UUID": "6a1f4c5e-3d2b-4c8a-9f70-1b2c3d4e5f60",
    ]) { $1 }

    static let openscale = columns.merging([
        "OPENSCALE_URL": "https://api.aiopenscale.cloud.ibm.com", "OPENSCALE_API_KEY": "abc123",
        "OPENSCALE_INSTANCE_ID": "8f1ea3cf-4d7a-4c5b-9ee1-2d0b6c3a7f10",
        "OPENSCALE_DATA_SET_ID": "5e0b0f6c-71a5-4e3f-8c55-0a4f3f0a9c21",
    ]) { $1 }

    /// Payload logging v1.
    static let openscaleV1 = openscale.with([
        "OPENSCALE_INSTANCE_ID": nil, "OPENSCALE_DATA_SET_ID": nil, "OPENSCALE_DATA_MART_ID": "mart",
        "OPENSCALE_BINDING_ID": "binding", "OPENSCALE_SUBSCRIPTION_ID": "subscription",
        "OPENSCALE_DEPLOYMENT_ID": "deployment",
    ])

    static let endpoint = columns.merging(["MONITOR_URL": "https://monitor.example.com/rows"]) { $1 }

    static let partnerApp = fiddler.merging([
        "AWS_PARTNER_APP_AUTH": "true",
        "AWS_PARTNER_APP_ARN": "arn:aws:sagemaker:eu-west-1:111122223333:partner-app/app-abc",
        "AWS_PARTNER_APP_URL": "https://example.fiddler.ai/",
    ]) { $1 }
}

extension [String: String] {
    /// The same with some variables changed; nothing takes one out.
    func with(_ changes: [String: String?]) -> [String: String] {
        var changed = self
        for (name, value) in changes { changed[name] = value }
        return changed
    }
}
