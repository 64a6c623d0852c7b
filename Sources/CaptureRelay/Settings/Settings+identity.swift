import AWS
import Files
import JSON
import Relay

/// What makes the same captures the same rows in the same place.
extension Settings {
    /// The text of all that decides how rows look and where they go, without any secret.
    ///
    /// Kept progress belongs to it, so the text of the same settings must be the same in every release: a line has the
    /// form `NAME=value`, what is unset or asks for the default has no line, a name or a value that is there is never
    /// changed, and a new setting gets a new line whose default means what was done before. How rows are batched, sent
    /// again or compressed is no part of it. Queries and headers, which may name a model or a tenant or be secrets, are in
    /// it as a hash, without those that only show who asks.
    var identity: String {
        Self.lines(sink.identity(of: .inferences) + mappingTexts)
    }

    /// The same for labels, which have a mapping of their own besides: what is set for them makes no capture another row.
    var labelIdentity: String { Self.lines(sink.identity(of: .labels) + mappingTexts + labelTexts) }

    private static func lines(_ texts: [SettingText]) -> String {
        texts.map { $0.name + "=" + inOneLine($0.value) + "\n" }.joined()
    }

    private static func inOneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": line += "\\\\"
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}

extension SinkChoice {
    /// The names and values that tell this place from others.
    fileprivate func identity(of matter: Matter) -> [SettingText] {
        switch self {
        case .file(let path):
            [SettingText("sink", "file"), SettingText("path", path == "-" ? path : FileSystem.absolutePath(path))]
        case .fiddler(let fiddler):
            [
                SettingText("sink", "fiddler"), SettingText("host", URLParts(fiddler.url)?.hostField ?? ""),
                SettingText("model", fiddler.modelID),
            ]
        case .openscale(let openscale):
            [
                SettingText("sink", "openscale"), SettingText("host", URLParts(openscale.address)?.hostField ?? ""),
                SettingText("path", URLParts(openscale.address)?.path ?? ""),
            ].filter { $0.name != "path" || !$0.value.isEmpty } + [openscale.place(of: matter)].compactMap(\.self)
        case .endpoint(let endpoint):
            [
                SettingText("sink", "http"), SettingText("host", URLParts(endpoint.url)?.hostField ?? ""),
                SettingText("path", URLParts(endpoint.url)?.path ?? ""),
            ] + endpoint.tenant
        }
    }
}

extension OpenScaleSettings {
    /// Where records go: another place for labels begins no captures anew.
    fileprivate func place(of matter: Matter) -> SettingText? {
        let (name, place) = matter == .labels ? ("feedback", feedback) : ("payload", payload)
        switch place {
        case nil: return nil
        case .v2(let instance, let dataSet): return SettingText(name, "v2 \(instance) \(dataSet)")
        case .v1(let mart, let binding, let subscription, let deployment):
            let ids = ["v1", mart, binding, subscription] + [deployment].compactMap(\.self)
            return SettingText(name, ids.joined(separator: " "))
        }
    }
}

extension EndpointSettings {
    /// Parts of names that show who asks and change when keys are renewed.
    private static let keyWords = ["auth", "cookie", "key", "secret", "signature", "token"]

    /// What tells several places at one address apart.
    fileprivate var tenant: [SettingText] {
        var parts = (URLParts(url)?.query ?? "").split(separator: "&").map(String.init)
        parts += headers.map { "\($0.name.lowercased()): \($0.value)" }
        let telling = parts.filter { part in
            let name = part.prefix { $0 != "=" && $0 != ":" }.lowercased()
            return !Self.keyWords.contains { name.contains($0) }
        }
        guard !telling.isEmpty else { return [] }
        let hash = SecureHash.digits(SecureHash.sha256(Array(telling.sorted().joined(separator: "\n").utf8)))
        return [SettingText("tenant", hash)]
    }
}
