import JSON
import Relay

/// What `openscale list` prints.
struct CatalogListing: Equatable, Sendable {
    /// The instance, which the first version calls a data mart.
    let instance: String
    let providers: [CatalogEntry]
    let subscriptions: [CatalogEntry]
    let dataSets: [CatalogEntry]

    /// Tables for people.
    var table: String {
        var lines = ["Instance (OPENSCALE_INSTANCE_ID; v1: OPENSCALE_DATA_MART_ID)", "  \(instance.escaped)"]
        lines += section(
            "Service providers (v1: OPENSCALE_BINDING_ID)", ["ID", "TYPE", "STATE", "NAME"],
            providers.map { [$0.id, $0.text("service_type") ?? "", $0.state, $0.text("name") ?? ""] })
        lines += section(
            "Subscriptions (v1: OPENSCALE_SUBSCRIPTION_ID, OPENSCALE_DEPLOYMENT_ID)",
            ["ID", "STATE", "PROBLEM", "ENDPOINT", "DEPLOYMENT ID", "SERVICE PROVIDER ID"],
            subscriptions.map { each in
                [
                    each.id, each.state, each.text("asset", "problem_type") ?? "",
                    each.text("deployment", "name") ?? "", each.text("deployment", "deployment_id") ?? "",
                    each.text("service_provider_id") ?? "",
                ]
            })
        lines += section(
            "Data sets (payload_logging: OPENSCALE_DATA_SET_ID; feedback: OPENSCALE_FEEDBACK_DATA_SET_ID)",
            ["ID", "TYPE", "STATE", "SUBSCRIPTION ID"],
            dataSets.map { [$0.id, $0.text("type") ?? "", $0.state, $0.text("target", "target_id") ?? ""] })
        return lines.map { $0 + "\n" }.joined()
    }

    /// JSON for programs.
    var json: String {
        JSONValue.object([
            "instance": .string(instance),
            "serviceProviders": .array(
                providers.map { each in
                    .object([
                        "id": .string(each.id), "name": each.value("name"), "type": each.value("service_type"),
                        "state": .string(each.state),
                    ])
                }),
            "subscriptions": .array(subscriptions.map(Self.subscription)),
            "dataSets": .array(
                dataSets.map { each in
                    .object([
                        "id": .string(each.id), "type": each.value("type"), "state": .string(each.state),
                        "subscriptionId": each.value("target", "target_id"),
                    ])
                }),
        ]).lines
    }

    private static func subscription(_ each: CatalogEntry) -> JSONValue {
        .object([
            "id": .string(each.id), "state": .string(each.state),
            "problem": each.value("asset", "problem_type"), "endpoint": each.value("deployment", "name"),
            "deploymentId": each.value("deployment", "deployment_id"),
            "serviceProviderId": each.value("service_provider_id"),
            "label": each.value("asset_properties", "label_column"),
            "prediction": each.value("asset_properties", "prediction_field"),
            "probabilities": each.value("asset_properties", "probability_fields"),
            "features": each.value("asset_properties", "feature_fields"),
        ])
    }

    private func section(_ title: String, _ headings: [String], _ rows: [[String]]) -> [String] {
        let lines = rows.isEmpty ? ["none"] : TextTable.lines(headings, rows)
        return ["", title] + lines.map { "  \($0)" }
    }
}
