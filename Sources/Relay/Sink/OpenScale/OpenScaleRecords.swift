import JSON

/// What a sink for OpenScale sends: the names of what its rows hold, in their order.
package enum OpenScaleRecords: Equatable, Sendable {
    /// Inferences: the fields of the request, those about the capture itself, and those of the response.
    case payload(request: [String], meta: [String], response: [String])
    /// Labels, with what belongs to them.
    case feedback(fields: [String])

    /// The setting that names their place, for whoever forgot it.
    var setting: String {
        switch self {
        case .payload: "OPENSCALE_DATA_SET_ID"
        case .feedback: "OPENSCALE_FEEDBACK_DATA_SET_ID"
        }
    }

    /// How a body is put together.
    func layout(for place: OpenScaleSettings.Place) -> BatchLayout {
        switch self {
        case .payload(let request, let meta, let response):
            let (owner, tail) = Self.frame(place)
            var pieces = [#"{\#(owner)"request":{"fields":\#(Self.list(request)),"values":["#]
            if !meta.isEmpty { pieces.append(#"],"meta":{"fields":\#(Self.list(meta)),"values":["#) }
            let end = meta.isEmpty ? "]}" : "]}}"
            pieces.append(#"\#(end),"response":{"fields":\#(Self.list(response)),"values":["#)
            pieces.append("]}\(tail)")
            return BatchLayout(
                head: "[", separator: ",", tail: "]",
                records: RecordLayout(pieces: pieces, idKey: #","scoring_id":""#))
        case .feedback(let fields):
            let head = #""fields":\#(Self.list(fields)),"values":["#
            guard case .v1(_, let binding, let subscription, _) = place else {
                return BatchLayout(head: "[{\(head)", separator: ",", tail: "]}]")
            }
            let owner = #""binding_id":\#(Self.text(binding)),"subscription_id":\#(Self.text(subscription))"#
            return BatchLayout(head: "{\(owner),\(head)", separator: ",", tail: "]}")
        }
    }

    /// What a record says besides its values, before and behind them: in the second version its data set says whose it
    /// is.
    private static func frame(_ place: OpenScaleSettings.Place) -> (owner: String, tail: String) {
        guard case .v1(_, let binding, let subscription, let deployment) = place else {
            return ("", #","multiple_records":true"#)
        }
        let ids = [("binding_id", binding), ("subscription_id", subscription), ("deployment_id", deployment ?? "")]
        return (ids.map { #""\#($0)":\#(text($1)),"# }.joined(), "")
    }

    private static func list(_ names: [String]) -> String {
        "[\(names.map(text).joined(separator: ","))]"
    }

    private static func text(_ name: String) -> String {
        var buffer = ByteBuffer()
        buffer.appendJSON(name)
        return buffer.bytes.text
    }
}
