import JSON
import Relay

/// A subscription as the flags and settings say that it is to be, and what is sent for it.
struct SubscriptionPlan: Equatable, Sendable {
    /// Feedback rows from which on OpenScale computes the quality of a model.
    private static let leastFeedback = "10"

    /// The flags.
    let arguments: SubscribeArguments
    /// The columns that the model was sent.
    let inputs: [Column]
    /// The columns of its answer.
    let outputs: [Column]
    /// The instance that it belongs to.
    let instance: String

    /// The names of the input columns.
    var features: [String] { inputs.map(\.name) }

    /// The input columns that hold one of a few values.
    var categorical: [String] {
        let named = Set(arguments.categorical.map { Array($0.utf8) })
        return inputs.filter { $0.type == .string || named.contains(Array($0.name.utf8)) }.map(\.name)
    }

    /// The service provider.
    static func provider(_ name: String, _ keys: SageMakerKeys) -> JSONValue {
        .object([
            "name": .string(name), "service_type": .string("amazon_sagemaker"),
            "credentials": .object([
                "access_key_id": .string(keys.accessKeyID), "secret_access_key": .string(keys.secretAccessKey),
                "region": .string(keys.region),
            ]),
            "description": .string("Amazon SageMaker in \(keys.region)"),
            "operational_space_id": .string("production"),
        ])
    }

    /// The subscription of a deployment that a service provider sees.
    func subscription(provider: String, _ deployment: CatalogEntry) -> JSONValue {
        .object([
            "data_mart_id": .string(instance), "service_provider_id": .string(provider),
            "asset": .object([
                "asset_id": .string(deployment.text("asset", "asset_id") ?? deployment.id),
                "url": deployment.value("asset", "url"),
                "name": deployment.value("asset", "name") ?? .string(arguments.endpoint),
                "asset_type": .string("model"), "problem_type": .string(arguments.problem.rawValue),
                "input_data_type": .string("structured"),
            ]),
            "deployment": .object([
                "deployment_id": .string(deployment.id), "url": deployment.value("scoring_endpoint", "url"),
                "name": .string(arguments.endpoint), "deployment_type": .string("online"),
                "scoring_endpoint": deployment.value("scoring_endpoint", "url").map { .object(["url": $0]) },
            ]),
            "asset_properties": properties,
        ])
    }

    /// What makes OpenScale keep feedback for a subscription: the monitor of its quality.
    func qualityMonitor(subscription: String) -> JSONValue {
        .object([
            "data_mart_id": .string(instance), "monitor_definition_id": .string("quality"),
            "target": .object(["target_type": .string("subscription"), "target_id": .string(subscription)]),
            "parameters": .object(["min_feedback_data_size": .number(Self.leastFeedback)]),
            "managed_by": .string("user"),
        ])
    }

    /// In what a subscription that is there differs from the plan; what it does not tell of itself does not count.
    func differences(from subscription: CatalogEntry) -> [String] {
        var found: [String] = []
        func compare(_ flag: String, _ wanted: String, _ there: String?) {
            guard let there, !there.utf8.elementsEqual(wanted.utf8) else { return }
            found.append("\(flag) is '\(there)' there and not '\(wanted)'")
        }
        compare("--problem", arguments.problem.rawValue, subscription.text("asset", "problem_type"))
        compare("--label", arguments.label, subscription.text("asset_properties", "label_column"))
        compare("--prediction", arguments.prediction, subscription.text("asset_properties", "prediction_field"))
        let probabilities = subscription.properties("probability_fields")
        compare("--probability", arguments.probability ?? "none", probabilities.map { $0.first ?? "none" })
        if !features.isEmpty, let there = subscription.properties("feature_fields"), !there.isEmpty,
            Set(there.map { Array($0.utf8) }) != Set(features.map { Array($0.utf8) })
        {
            found.append("its \(there.count) feature columns are not the \(features.count) of CAPTURE_INPUT_COLUMNS")
        }
        return found
    }

    private var properties: JSONValue {
        .object([
            "training_data_schema": schema, "label_column": .string(arguments.label),
            "prediction_field": .string(arguments.prediction),
            "feature_fields": features.isEmpty ? nil : .texts(features),
            "categorical_fields": categorical.isEmpty ? nil : .texts(categorical),
            "probability_fields": arguments.probability.map { .texts([$0]) },
        ])
    }

    /// The type of the prediction, if it is known.
    var predictionType: ColumnType? {
        outputs.first { $0.name.utf8.elementsEqual(arguments.prediction.utf8) }?.type
    }

    /// The types of the columns, where all are known; a label is of the same type as the prediction.
    private var schema: JSONValue? {
        guard !inputs.isEmpty, inputs.allSatisfy({ $0.type != nil }), let label = predictionType else { return nil }
        let fields = inputs.map { ($0.name, $0.type ?? label) } + [(arguments.label, label)]
        return .object([
            "type": .string("struct"),
            "fields": .array(
                fields.map { name, type in
                    .object([
                        "name": .string(name), "type": .string(type.sparkName), "nullable": .bool(true),
                        "metadata": .object([:]),
                    ])
                }),
        ])
    }
}

extension ColumnType {
    /// The type as OpenScale's schemas name it; a whole number may be larger than their `integer`.
    fileprivate var sparkName: String {
        switch self {
        case .int: "long"
        case .float: "double"
        case .string: "string"
        case .bool: "boolean"
        }
    }
}
