import JSON
import Relay
import Testing

@testable import CaptureRelay

@Suite struct SubscriptionPlanTests {
    private func plan(
        _ problem: SubscribeArguments.ProblemType = .binary, probability: String? = "score",
        inputs: [Column] = [Column("나이", type: .int), Column("plan", type: .string), Column("kind", type: .int)],
        outputs: [Column] = [Column("score", type: .float), Column("predicted_label", type: .int)],
        categorical: [String] = ["kind"]
    ) -> SubscriptionPlan {
        var arguments = SubscribeArguments(
            endpoint: "churn-endpoint", label: "이탈", prediction: "predicted_label", problem: problem)
        arguments.probability = probability
        arguments.categorical = categorical
        return SubscriptionPlan(arguments: arguments, inputs: inputs, outputs: outputs, instance: "i")
    }

    private func deployment() throws -> CatalogEntry {
        let document = """
            {"metadata":{"guid":"g"},"entity":{"name":"churn-endpoint","asset":{"asset_id":"a","name":"m","url":"s3://m"},
            "scoring_endpoint":{"url":"https://e"}}}
            """
        return try #require(CatalogEntry(try JSONValue(parsing: document)))
    }

    @Test func `A subscription has the endpoint, its model, and the columns with their roles and types`() throws {
        let body = plan().subscription(provider: "p", try deployment())
        let expected = """
            {"data_mart_id":"i","service_provider_id":"p",\
            "asset":{"asset_id":"a","url":"s3://m","name":"m","asset_type":"model","problem_type":"binary",\
            "input_data_type":"structured"},\
            "deployment":{"deployment_id":"g","url":"https://e","name":"churn-endpoint","deployment_type":"online",\
            "scoring_endpoint":{"url":"https://e"}},\
            "asset_properties":{"training_data_schema":{"type":"struct","fields":[\
            {"name":"나이","type":"long","nullable":true,"metadata":{}},\
            {"name":"plan","type":"string","nullable":true,"metadata":{}},\
            {"name":"kind","type":"long","nullable":true,"metadata":{}},\
            {"name":"이탈","type":"long","nullable":true,"metadata":{}}]},\
            "label_column":"이탈","prediction_field":"predicted_label","feature_fields":["나이","plan","kind"],\
            "categorical_fields":["plan","kind"],"probability_fields":["score"]}}
            """
        #expect(String(decoding: body.bytes, as: UTF8.self) == expected)
    }

    @Test func `A regression has no probability`() throws {
        let body = plan(.regression, probability: nil).subscription(provider: "p", try deployment())
        #expect(body["asset"]?["problem_type"]?.string == "regression")
        #expect(body["asset_properties"]?["probability_fields"] == nil)
    }

    @Test(arguments: [
        ([Column("age"), Column("plan", type: .string)], [Column("predicted_label", type: .int)]),
        ([Column("age", type: .int)], [Column("predicted_label")]), ([Column("age", type: .int)], []),
        ([], [Column("predicted_label", type: .int)]),
    ])
    func `Where a type is not known, no schema is sent`(inputs: [Column], outputs: [Column]) throws {
        let body = plan(inputs: inputs, outputs: outputs, categorical: []).subscription(provider: "p", try deployment())
        #expect(body["asset_properties"]?["training_data_schema"] == nil)
        #expect(body["asset_properties"]?["feature_fields"]?.elements?.count ?? 0 == inputs.count)
    }

    @Test func `What a subscription does not tell of itself is no difference`() throws {
        let bare = CatalogEntry(id: "s", entity: .object(["asset": .object(["problem_type": .string("binary")])]))
        #expect(plan().differences(from: bare).isEmpty)
        let full = plan().subscription(provider: "p", try deployment())
        #expect(plan().differences(from: CatalogEntry(id: "s", entity: full)).isEmpty)
        #expect(plan(probability: nil).differences(from: CatalogEntry(id: "s", entity: full)).count == 1)
    }

    @Test func `Composed and decomposed names are different columns`() throws {
        let composed = plan(inputs: [Column("caf\u{E9}")], categorical: []).subscription(
            provider: "p", try deployment())
        let decomposed = plan(inputs: [Column("cafe\u{301}")], categorical: [])
        #expect(decomposed.differences(from: CatalogEntry(id: "s", entity: composed)).count == 1)
    }

    @Test func `The requests of a dry run hold no secret`() throws {
        let keys = SageMakerKeys(accessKeyID: "AKID", secretAccessKey: "the-secret", region: "eu-west-1")
        let body = SubscriptionPlan.provider("n", keys)
        #expect(body["credentials"]?["secret_access_key"]?.string == "the-secret")
        #expect(body["service_type"]?.string == "amazon_sagemaker")
    }
}
