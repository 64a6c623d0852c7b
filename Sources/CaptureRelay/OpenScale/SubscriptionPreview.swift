import JSON
import Relay

/// The requests that `openscale subscribe` would send where nothing is there yet, for people to read.
///
/// What only OpenScale knows stands there in capital letters, and secrets are asterisks.
struct SubscriptionPreview {
    let plan: SubscriptionPlan
    let setup: OpenScaleSetup
    let catalog: OpenScaleCatalog

    /// The requests, one after another.
    var text: String {
        let provider = "SERVICE_PROVIDER_ID"
        let subscription = "SUBSCRIPTION_ID"
        var requests = [request("GET", catalog.url("service_providers", [("service_type", "amazon_sagemaker")]))]
        if let keys = setup.keys {
            let hidden = SageMakerKeys(accessKeyID: "***", secretAccessKey: "***", region: keys.region)
            let body = SubscriptionPlan.provider(setup.providerName, hidden)
            requests.append(request("POST", catalog.url("service_providers"), body))
        }
        requests += [
            request("GET", catalog.url("subscriptions", [("service_provider_id", provider)])),
            request("GET", catalog.deploymentsURL(provider: provider)),
            request("POST", catalog.url("subscriptions"), plan.subscription(provider: provider, unknownDeployment)),
            request("POST", catalog.url("monitor_instances"), plan.qualityMonitor(subscription: subscription)),
        ]
        return requests.joined(separator: "\n")
    }

    /// What stands for the deployment that OpenScale tells of.
    private var unknownDeployment: CatalogEntry {
        CatalogEntry(
            id: "DEPLOYMENT_ID",
            entity: .object([
                "asset": .object([
                    "asset_id": .string("ASSET_ID"), "name": .string("MODEL_NAME"), "url": .string("MODEL_URL"),
                ]),
                "scoring_endpoint": .object(["url": .string("ENDPOINT_URL")]),
            ]))
    }

    private func request(_ method: String, _ url: String, _ body: JSONValue? = nil) -> String {
        let head = "\(method) \(url)\nAuthorization: Bearer ***\nAccept: application/json\n"
        guard let body else { return head }
        return head + "Content-Type: application/json\n\n" + body.lines
    }
}
