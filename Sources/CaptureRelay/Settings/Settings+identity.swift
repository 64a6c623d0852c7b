import AWS
import Relay

/// What makes the same captures the same rows in the same place.
extension Settings {
    /// The text of all that decides how rows look and where they go, without any secret.
    ///
    /// Kept progress belongs to it, so the text of the same settings must be the same in every release: a line has the
    /// form `NAME=value`, what is unset or asks for the default has no line, a name or a value that is there is never
    /// changed, and a new setting gets a new line whose default means what was done before. How rows are batched, sent
    /// again or compressed is no part of it, nor are headers and queries, whose values are secrets.
    var identity: String {
        (sink.identity + mappingTexts).map { $0.name + "=" + Self.inOneLine($0.value) + "\n" }.joined()
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
    fileprivate var identity: [SettingText] {
        switch self {
        case .file(let path):
            [SettingText("sink", "file"), SettingText("path", path)]
        case .fiddler(let fiddler):
            [
                SettingText("sink", "fiddler"), SettingText("host", URLParts(fiddler.url)?.hostField ?? ""),
                SettingText("model", fiddler.modelID),
            ]
        case .endpoint(let endpoint):
            [
                SettingText("sink", "http"), SettingText("host", URLParts(endpoint.url)?.hostField ?? ""),
                SettingText("path", URLParts(endpoint.url)?.path ?? ""),
            ]
        }
    }
}
