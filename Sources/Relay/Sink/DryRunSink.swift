import AWS
import HTTP

/// Shows the requests that a monitor would get, and sends nothing.
package struct DryRunSink: Sink {
    private let monitor: any MonitorSink
    private let show: @Sendable (String) -> Void

    /// A sink that shows what another one would send.
    package init(_ monitor: any MonitorSink, show: @escaping @Sendable (String) -> Void) {
        self.monitor = monitor
        self.show = show
    }

    package var layout: BatchLayout { monitor.layout }

    /// Those of the monitor; the requests are shown in the order of the object.
    package var ceilings: SinkCeilings {
        var ceilings = monitor.ceilings
        ceilings.concurrency = 1
        return ceilings
    }

    package func send(_ shipment: Shipment) async -> Verdict {
        if let obstacle = monitor.obstacle { return obstacle }
        show(Self.text(of: monitor.preview(of: shipment)))
        return .accepted()
    }

    /// Method and URL, the header fields, an empty line, the body.
    static func text(of request: HTTPRequest) -> String {
        var text = "\(request.method) \(shown(request.url))\n"
        for field in request.fields.fields { text += "\(field.name): \(field.value)\n" }
        return text + "\n" + String(decoding: request.body ?? [], as: UTF8.self)
    }

    /// A URL without its user and its query.
    private static func shown(_ url: String) -> String {
        guard let parts = URLParts(url) else { return "(no URL that can be asked)" }
        let user = parts.hasUser ? "\(Concealment.mark)@" : ""
        let query = parts.query.map { $0.isEmpty ? "?" : "?\(Concealment.mark)" } ?? ""
        return "\(parts.scheme)://\(user)\(parts.hostField)\(parts.path)\(query)"
    }
}
