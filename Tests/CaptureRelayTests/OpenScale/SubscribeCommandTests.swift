import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct SubscribeCommandTests {
    private let rig = SubscribeRig()
    private let flags = ["subscribe"] + SubscribeRig.flags

    @Test func `An endpoint gets a service provider, a subscription and its data sets, and the lines that lead there`()
        async throws
    {
        #expect(try await rig.run(flags) == .success)
        #expect(rig.service.added("service_providers").count == 1)
        #expect(rig.service.added("subscriptions").count == 1)
        #expect(rig.service.added("monitor_instances").count == 1)
        let file = EnvironmentFile(Array(rig.output.value.utf8))
        #expect(file.problems.isEmpty)
        #expect(file.values["RELAY_SINK"] == "openscale")
        #expect(file.values["OPENSCALE_INSTANCE_ID"] == "the-instance")
        #expect(file.values["OPENSCALE_DATA_SET_ID"] == "set-of-payload_logging")
        #expect(file.values["OPENSCALE_FEEDBACK_DATA_SET_ID"] == "set-of-feedback")
        #expect(file.values["CAPTURE_LABEL_COLUMNS"] == "churned")
        #expect(file.values["OPENSCALE_API_KEY"] == nil)
        for secret in ["api-key-of-memory", "secret-of-sagemaker", "AKIDOFSAGEMAKER", "token-of-memory"] {
            #expect(!(rig.words + rig.output.value).contains(secret))
        }
    }

    @Test(arguments: [
        ("age:int,plan:string,predicted_label:int", "age:int,plan:string,predicted_label:int,churned:int"),
        ("predicted_label:string", "predicted_label:string,churned:string"), ("*:int", "*:int"),
        ("age:int", "age:int"),
    ])
    func `The label gets the type of the prediction, where that has one`(types: String, printed: String) async throws {
        let rig = SubscribeRig()
        let environment = SubscribeRig.environment.merging(["CAPTURE_COLUMN_TYPES": types]) { $1 }
        #expect(try await rig.run(["subscribe"] + SubscribeRig.flags, environment) == .success)
        #expect(
            rig.output.value.contains("\nCAPTURE_COLUMN_TYPES='\(printed)'\n")
                || rig.output.value.contains("\nCAPTURE_COLUMN_TYPES=\(printed)\n"))
    }

    @Test func `A second run finds what is there, adds nothing and prints the same lines`() async throws {
        #expect(try await rig.run(flags) == .success)
        let lines = rig.output.value
        let count = rig.service.asked.count { $0.hasPrefix("POST") }
        rig.output.change { $0 = "" }
        #expect(try await rig.run(flags) == .success)
        #expect(rig.output.value == lines)
        #expect(rig.service.asked.count { $0.hasPrefix("POST") } == count)
    }

    @Test func `A run that ended early is taken up where it was`() async throws {
        rig.service.state.withLock {
            $0.instead = Array(repeating: ("GET", "/monitor_instances", .fault(TransferError(.broken))), count: 4)
        }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.output.value.isEmpty)
        #expect(try await rig.run(flags) == .success)
        #expect(rig.service.added("subscriptions").count == 1)
        #expect(rig.service.added("monitor_instances").count == 1)
    }

    @Test(arguments: [
        (["--problem", "multiclass"], "--problem is 'binary' there and not 'multiclass'"),
        (["--label", "left"], "--label is 'churned' there and not 'left'"),
        (["--prediction", "score", "--probability", "predicted_label"], "--prediction is 'predicted_label' there"),
    ])
    func `A subscription that differs is told in words and left as it is`(changed: [String], words: String) async throws
    {
        #expect(try await rig.run(flags) == .success)
        let count = rig.service.asked.count { $0.hasPrefix("POST") }
        var other = flags
        for (flag, value) in zip(changed, changed.dropFirst()) where flag.hasPrefix("--") {
            other[try #require(other.firstIndex(of: flag)) + 1] = value
        }
        #expect(try await rig.run(other) == .undelivered)
        #expect(rig.words.contains(words))
        #expect(rig.words.contains("nothing was changed"))
        #expect(rig.service.asked.count { $0.hasPrefix("POST") } == count)
    }

    @Test func `Other feature columns than those of the settings are told`() async throws {
        #expect(try await rig.run(flags) == .success)
        var environment = SubscribeRig.environment
        environment["CAPTURE_INPUT_COLUMNS"] = "age,plan,region"
        #expect(try await rig.run(flags, environment) == .undelivered)
        #expect(rig.words.contains("its 2 feature columns are not the 3 of CAPTURE_INPUT_COLUMNS"))
    }

    @Test func `An endpoint that OpenScale does not see is told with those that it sees`() async throws {
        rig.service.state.withLock { $0.endpoints = ["churn-endpiont", "other"] }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("it sees 'churn-endpiont', 'other'"))
        #expect(rig.words.contains("did you mean 'churn-endpiont'?"))
        #expect(rig.service.added("subscriptions").isEmpty)
    }

    @Test func `An endpoint that is subscribed through another service provider is not subscribed twice`() async throws
    {
        rig.service.put(
            "service_providers", id: "p",
            .object(["name": .string("My engine"), "service_type": .string("amazon_sagemaker")]))
        rig.service.put(
            "subscriptions", id: "s",
            .object(["service_provider_id": .string("p"), "deployment": .object(["name": .string("churn-endpoint")])]))
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("--provider 'My engine'"))
        #expect(rig.service.asked.allSatisfy { $0.hasPrefix("GET") })
    }

    @Test func `A service provider that is named and there needs no keys, and one that is not says which`() async throws
    {
        var environment = SubscribeRig.environment
        for name in environment.keys where name.hasPrefix("OPENSCALE_SAGEMAKER") { environment[name] = nil }
        #expect(try await rig.run(flags + ["--provider", "My engine"], environment) == .undelivered)
        #expect(rig.words.contains("to register it, set OPENSCALE_SAGEMAKER_ACCESS_KEY_ID, "))
        rig.service.put(
            "service_providers", id: "p",
            .object(["name": .string("My engine"), "service_type": .string("amazon_sagemaker")]))
        #expect(try await rig.run(flags + ["--provider", "My engine"], environment) == .success)
        #expect(rig.service.added("service_providers").isEmpty)
    }

    @Test func `What fails says why in OpenScale's words`() async throws {
        rig.service.state.withLock { $0.final = "error" }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(
            rig.words.contains(
                "OpenScale says 'error' of service_providers-1 in service_providers: no such column; remove it"))
    }

    @Test func `No failure that is told later repeats the keys of AWS`() async throws {
        rig.service.state.withLock {
            $0.final = "error"
            $0.failure = "AKIDOFSAGEMAKER with secret-of-sagemaker is refused"
        }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains(": *** with *** is refused"))
        rig.service.state.withLock {
            $0.final = "active"
            $0.things = [:]
            $0.instead = [("GET", "/deployments", .text(400, #"{"message":"AKIDOFSAGEMAKER is unknown"}"#))]
        }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("*** is unknown"))
        #expect(!rig.words.contains("AKIDOFSAGEMAKER"))
    }

    @Test func `A subscription that failed does not hide another one of the endpoint`() async throws {
        #expect(try await rig.run(flags) == .success)
        rig.service.state.withLock { state in
            let good = state.things["subscriptions"] ?? []
            state.things["subscriptions"] = []
            state.put("subscriptions", id: "failed", good.first?["entity"] ?? .null, state: "error")
            state.things["subscriptions"]? += good
        }
        #expect(try await rig.run(flags) == .success)
    }

    @Test func `What is never ready is given up after five minutes`() async throws {
        rig.service.state.withLock { $0.looks = .max }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("is still 'preparing' after five minutes"))
        #expect(rig.waiting.waits.reduce(.zero, +) < .seconds(310))
    }

    @Test func `A subscription that gets no data set for its payload is not done`() async throws {
        rig.service.state.withLock { $0.makesPayload = false }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("OpenScale has made no data set for the payload of subscriptions-1 so far"))
        #expect(rig.output.value.isEmpty)
    }

    @Test(arguments: [
        (401, "check OPENSCALE_API_KEY"), (403, "give its user a role on the instance"),
        (404, "check OPENSCALE_URL and OPENSCALE_INSTANCE_ID"),
    ])
    func `A refusal says what to do next`(status: Int, advice: String) async throws {
        rig.service.state.withLock {
            $0.instead = Array(
                repeating: ("GET", "service_providers", .text(status, #"{"errors":[{"message":"no"}]}"#)), count: 2)
        }
        #expect(try await rig.run(["list"]) == .undelivered)
        #expect(rig.words.contains("OpenScale at openscale.example answered \(status): no"))
        #expect(rig.words.contains(advice))
        #expect(rig.output.value.isEmpty)
    }

    @Test func `A list is asked for again after a fault that passes`() async throws {
        rig.service.state.withLock {
            $0.instead = [
                ("GET", "subscriptions", .text(503, "", fields: ["Retry-After": "7"])),
                ("GET", "subscriptions", .fault(TransferError(.broken))),
            ]
        }
        #expect(try await rig.run(["list", "--json"]) == .success)
        #expect(rig.waiting.waits.contains(.seconds(7)))
        let document = try JSONValue(parsing: rig.output.value)
        #expect(document["instance"]?.string == "the-instance")
        #expect(document["dataSets"]?.elements == [])
    }

    @Test func `What is added is not sent twice where the answer was lost`() async throws {
        rig.service.state.withLock { $0.instead = [("POST", "/subscriptions", .fault(TransferError(.broken)))] }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("give the same command again, which finds what is there"))
        #expect(rig.service.added("subscriptions").count == 1)
    }

    @Test(arguments: ["[1]", #"{"service_providers":{}}"#, #"{"service_providers":"none"}"#])
    func `An answer of another form is not taken for an empty list`(answer: String) async throws {
        rig.service.state.withLock { $0.instead = [("GET", "service_providers", .text(200, answer))] }
        #expect(try await rig.run(flags) == .undelivered)
        #expect(rig.words.contains("OpenScale's answer holds no list of service_providers"))
        #expect(rig.service.added("service_providers").isEmpty)
    }

    @Test func `A token that is refused is renewed once`() async throws {
        rig.service.state.withLock { $0.instead = [("GET", "service_providers", .text(401))] }
        #expect(try await rig.run(["list"]) == .success)
        #expect(rig.output.value.contains("\n  the-instance\n"))
    }
}
