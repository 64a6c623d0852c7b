import AWS
import Relay
import Synchronization
import TestSupport
import Testing

@Suite struct DryRunSinkTests {
    /// What is shown of one batch, after which nothing was asked of anybody.
    private func shown(_ make: (ScriptedHTTP, ScriptedHTTP) throws -> any MonitorSink) async rethrows -> String {
        let (monitor, secrets) = (ScriptedHTTP([]), ScriptedHTTP([]))
        let texts = Mutex<[String]>([])
        let sink = DryRunSink(try make(monitor, secrets)) { text in texts.withLock { $0.append(text) } }
        #expect(await sink.send(SinkRig.shipment([#"{"a":1}"#], for: sink)) == .accepted())
        #expect(sink.ceilings.concurrency == 1)
        #expect(monitor.requests.isEmpty && secrets.requests.isEmpty)
        return texts.withLock { $0.joined(separator: "\n---\n") }
    }

    @Test func `a request to Fiddler is shown without its token, and no secret is fetched`() async throws {
        for token in [Secret.text("fiddler-api-key-123"), .kept(try SecretReference(SinkRig.arn))] {
            let text = await shown { monitor, secrets in
                FiddlerSink(SinkRig.fiddler { $0.token = token }, client: monitor, secrets: SinkRig.store(secrets))
            }
            #expect(
                text == """
                    POST https://example.fiddler.ai/v3/events
                    Authorization: Bearer ***
                    X-Fiddler-Client-Name: python-sdk
                    X-Fiddler-Client-Version: 3.14.1
                    Content-Type: application/json

                    {"source":{"events":[{"a":1}],"type":"EVENTS"},"model_id":"4531bfd9-2ca2-4a7b-bb5a-136c8da09ca2",\
                    "env_type":"PRODUCTION","env_name":null}
                    """)
        }
    }

    @Test func `a request to a partner app is shown unsigned`() async {
        let text = await shown { monitor, _ in
            FiddlerSink(
                SinkRig.fiddler { $0.partnerApp = .init(arn: "arn:aws:sagemaker:x", region: "us-west-2") },
                client: monitor, credentials: RotatingKeys())
        }
        for line in [
            "X-Amz-Partner-App-Authorization: Bearer ***", "X-SageMaker-Partner-App-Server-Arn: arn:aws:sagemaker:x",
            "X-Amz-Target: SageMaker.CallPartnerAppApi", "Authorization: AWS4-HMAC-SHA256 ***",
        ] {
            #expect(text.contains("\(line)\n"))
        }
        #expect(!text.contains("AKIA") && !text.contains("fiddler-api-key"))
    }

    @Test func `a request to an endpoint is shown without anything that opens doors, and not compressed`() async {
        let text = await shown { monitor, _ in
            EndpointSink(
                SinkRig.endpoint("https://user:password@monitor.example:8443/rows?key=1") {
                    $0.token = .text("the-token")
                    $0.headers = [.init(name: "X-Api-Key", value: "key-1")]
                    $0.compresses = true
                }, client: monitor)
        }
        #expect(
            text == """
                POST https://***@monitor.example:8443/rows?***
                Content-Type: application/json
                X-Api-Key: ***
                Authorization: Bearer ***
                Content-Encoding: gzip

                [{"a":1}]
                """)
    }
}
