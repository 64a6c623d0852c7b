import HTTP

/// A request in the one form that both sides sign.
struct CanonicalRequest {
    /// Fields that a connection or a proxy may change on the way.
    private static let unsigned: Set<String> = [
        "authorization", "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "te", "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    /// The request's form.
    let text: String
    /// The names of the fields in it: `host;range;x-amz-date`.
    let signedNames: String

    /// The form of a request whose path may be encoded once more, and whose body has a hash.
    init(_ request: HTTPRequest, pathRule: Signer.PathRule, payloadHash: String) {
        let url = URLParts(request.url)
        var values: [String: [String]] = [:]
        for field in request.fields.fields {
            let name = field.name.lowercased()
            if !Self.unsigned.contains(name) { values[name, default: []].append(Self.trimmed(field.value)) }
        }
        if values["host"] == nil { values["host"] = [url?.hostField ?? ""] }
        let names = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        signedNames = names.joined(separator: ";")

        let path = url?.path ?? ""
        var lines = [request.method.uppercased()]
        switch pathRule {
        case .s3: lines.append(path.isEmpty ? "/" : path)
        case .others: lines.append(PercentEncoding.encoded(Self.withoutDots(path), keepingSlashes: true))
        }
        lines.append(Self.sorted(url?.query ?? ""))
        lines += names.map { "\($0):\(values[$0, default: []].joined(separator: ","))" }
        lines += ["", signedNames, payloadHash]
        text = lines.joined(separator: "\n")
    }

    /// A value without white space around it, and with one space where there are several.
    private static func trimmed(_ value: String) -> String {
        let words = value.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    /// A query's parameters by their names and then their values, each with an equals sign.
    private static func sorted(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let parameters = Array(query.utf8).split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let pairs = parameters.map { parameter in
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            return (name: name, value: parameter[name.endIndex...].dropFirst())
        }
        let inOrder = pairs.sorted { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        let text = inOrder.map { $0.name + [UInt8(ascii: "=")] + $0.value }.joined(separator: [UInt8(ascii: "&")])
        return String(decoding: Array(text), as: UTF8.self)
    }

    /// A path without empty segments and without `.` and `..`, which lead where the server goes before it signs.
    private static func withoutDots(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in Substring(path).utf8.split(separator: UInt8(ascii: "/")).map({ Substring($0) })
        where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let end = path.utf8.last == UInt8(ascii: "/") && !segments.isEmpty ? "/" : ""
        return "/" + segments.joined(separator: "/") + end
    }
}
