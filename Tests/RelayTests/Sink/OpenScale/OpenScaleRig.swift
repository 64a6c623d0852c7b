import AWS
import HTTP
import JSON
import TestSupport

@testable import Relay

/// A sink for OpenScale with a scripted service behind it.
struct OpenScaleRig {
    static let v2 = OpenScaleSettings.Place.v2(instanceID: "instance-1", dataSetID: "set-1")
    static let v1 = OpenScaleSettings.Place.v1(
        dataMartID: "mart-1", bindingID: "binding \"1\"", subscriptionID: "subscription-1", deploymentID: "deployment-1"
    )
    static let payload = OpenScaleRecords.payload(request: ["age", "city, state"], meta: [], response: ["점수"])
    static let feedback = OpenScaleRecords.feedback(fields: ["age", "label"])
    static let location: HTTPFields = ["Location": "/openscale/instance-1/v2/data_sets/set-1/requests/request-7"]

    let http: ScriptedHTTP
    let login: LoginService
    let sink: OpenScaleSink
    let waiting = NoWaiting()

    init(
        _ steps: [ScriptedHTTP.Step], at place: OpenScaleSettings.Place? = v2, _ records: OpenScaleRecords = payload,
        logins: [ScriptedHTTP.Step] = [LoginService.token("token-1"), LoginService.token("token-2")],
        compresses: Bool = false, retryStatuses: Set<Int> = VerdictTable.usualRetryStatuses,
        context: RequestContext = RequestContext()
    ) {
        http = ScriptedHTTP(steps)
        login = LoginService(logins)
        var settings = OpenScaleSettings(
            address: "https://openscale.example", login: .cloud(apiKey: .text("the-api-key")), payload: place,
            feedback: place)
        settings.compresses = compresses
        sink = OpenScaleSink(
            settings, records, tokens: OpenScaleTokens(settings.login, address: settings.address, client: login),
            client: http, retryStatuses: retryStatuses, context: context, waiting: waiting)
    }

    /// Sends two rows.
    func send(records: Int = 2, retry: Int = 0, deadline: ContinuousClock.Instant? = nil) async -> Verdict {
        await sink.send(
            Shipment(body: Array("[{}]".utf8), rows: 2, records: records, retry: retry, deadline: deadline))
    }

    /// What was asked: methods and paths.
    var asked: [String] { http.requests.map { "\($0.method) \($0.url.dropFirst("https://openscale.example".count))" } }

    /// A place to look for what became of records.
    static func taken(_ status: Int = 202) -> ScriptedHTTP.Step {
        .text(status, #"{"state":"preparing"}"#, fields: location)
    }

    /// What a look at a request shows.
    static func state(_ state: String, _ words: String? = nil) -> ScriptedHTTP.Step {
        let failure = words.map { #","failure":{"trace":"t","errors":[{"code":"X1","message":"\#($0)"}]}"# } ?? ""
        return .text(200, #"{"state":"\#(state)"\#(failure)}"#)
    }
}
