import JSON
import Relay
import TestSupport
import Testing

@Suite struct ObjectKindTests {
    private func kind(_ head: String) -> ObjectKind { reading(head) { ObjectKind.recognise($0) } }

    /// The reason for which an object is skipped.
    private func reason(_ head: String) -> String? {
        guard case .other(let reason) = kind(head) else { return nil }
        return reason
    }

    @Test(arguments: [
        "", " ", "\n\n", "garbage", "\u{0}\u{1}", "1,2,3\n4,5,6\n", #"{"captureData":{},"eventMetadata":{}}"#,
        "{\"captureData\":{}}\n{\"captureData\":{}}\n", " \n\t{\"captureData\":{}}\n",
        #"{"eventVersion":"0","captureData":{}}"#,
        #"{ "captureData" : { } }"#, "{}\n{}\n", "{}", "{", "{\"captureData\":{\"endpointInput\":{\"data\":\"1,",
        "nonsense {",
        #"{"groundTruthData":{},"captureData":{}}"#, "null", "https example.com", "http 2 x y",
        "h2 2026 x",
        "{\"captureRelay\":1}", "{\"unknown\":\"quarantine/1\"}",
    ])
    func `what may be captures is read line by line`(head: String) {
        #expect(kind(head) == .captures(.lines))
    }

    @Test(arguments: [
        "{\n  \"captureData\": {\n", "{\r\n\"captureData\":", "{  \n \"a\":1}",
        "{\"eventVersion\": \"0\",\n \"captureData\": {",
        "[{\"captureData\":{}}]", "[\n  {\n    \"captureData\": {", "[", "[]", " \n[ {\"eventVersion\":\"0\"}, {} ]",
        "{ \"captureData\": {\n  \"endpointInput\": {", "{\"eventVersion\":\n\"0\"", "{\"customAttributes\": [\n\"a\"]",
    ])
    func `an array of captures and pretty-printed ones are read document by document`(head: String) {
        #expect(kind(head) == .captures(.documents))
    }

    @Test(arguments: [
        (#"{"groundTruthData":{}}"#, LineSplitter.Form.lines),
        ("no JSON\n{\"groundTruthData\":{}}\n", .lines), ("{\"groundTruthData\":{\n{\"groundTruthData\":{}}\n", .lines),
        (#"{"eventMetadata":{"eventId":"a"},"groundTruthData":{"data":"1"#, .lines),
        (#"[{"groundTruthData":{}}, {"groundTruthData":{}}]"#, .documents),
        ("{\n  \"groundTruthData\": {\n", .documents), ("{}\n{\"groundTruthData\":{}}\n{\"captureData\":{}}", .lines),
    ])
    func `labels are recognised by the first document that tells`(head: String, form: LineSplitter.Form) {
        #expect(kind(head) == .groundTruth(form))
    }

    @Test(arguments: [
        #"[{"prefix":"s3://bucket/prefix/"},"a.csv"]"#, #"[{"prefix": "s3://bucket/out/"}, "test.json.out"]"#,
        "[\n  { \"prefix\" : \"s3://bucket/\" }\n]", #"["s3://bucket/a.csv"]"#, "[\n\"a.csv.out\"",
    ])
    func `manifests are recognised`(head: String) {
        #expect(reason(head)?.contains("manifest") == true)
    }

    @Test(arguments: [
        "https 2026-01-01T00:00:00.000000Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.0",
        "http 2018-07-02T22:23:00.186641Z app/lb/1 192.168.131.39:2817 10.0.0.1:80\nhttp 2018",
        "h2 2018-07-02T22:22:48.364000Z app/lb/1", "wss 2018-07-02T22:22:48.364000Z app/lb/1 x",
        "ws 2018-07-02T22:22:48.364000Z app/lb/1 x", "grpcs 2018-07-02T22:22:48.364000Z app/lb/1 x",
    ])
    func `access logs of a load balancer are recognised`(head: String) {
        #expect(reason(head)?.contains("load balancer") == true)
    }

    @Test func `our own quarantine is recognised`() {
        #expect(kind(#"{"captureRelay":"quarantine/1","uri":"s3://b/k"}"#) == .quarantine)
        #expect(kind(#"{ "captureRelay" : "quarantine/1" }"#) == .quarantine)
    }

    @Test(arguments: ["quarantine/2", "quarantine/", "quarantine/10", "state/1", "continue/1"])
    func `whatever else this program wrote is skipped`(version: String) {
        let words = reason(#"{"captureRelay":"\#(version)","uri":"s3://b/k"}"#)
        #expect(words?.contains("this program") == true)
        #expect(words?.contains(version) == true)
    }

    @Test(arguments: [
        #"{"deviceFleetInputs":[]}"#, #"{"deviceFleetAuxiliaryInputs":[]}"#, #"{"SageMakerOutput":{"score":1}}"#,
        #"{"SageMakerInferenceId":"a","SageMakerInferenceTime":"b","SageMakerOutput":{}}"#,
    ])
    func `records of other services are skipped by their first key`(head: String) throws {
        let words = try #require(reason(head))
        #expect(words.contains("no endpoint captures"))
    }

    @Test func `the output of a transform job is recognised with its ids behind the answer`() {
        let head =
            #"{"output": 0, "SageMakerInferenceId": "1f1d57b1", "SageMakerInferenceTime": "2022-08-30T00:49:15Z"}"#
        #expect(reason(head + "\n" + head)?.contains("no endpoint captures") == true)
    }
}
