import JSON

/// What libcurl says of an error.
struct LibraryWords {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// What may be shown: libcurl repeats a proxy as it was set, with its password, and speaks of what it calls.
    var shown: String { text.contains("@") || text.contains("callback") || speaksOfSyntax ? "" : text }

    /// Whether the error is that of a proxy, and not of the host in a URL.
    func tellsOfProxy(notOf url: String) -> Bool {
        if speaksOfSyntax { return true }
        let start = "Failed to connect to "
        guard text.hasPrefix(start) else { return false }
        let address = text.dropFirst(start.count).split(separator: " ").prefix(3)
        guard address.count == 3, address[1] == "port" else { return false }
        let host = address[0].contains(":") ? "[\(address[0])]" : address[0]
        let origin = url.split(separator: "/").dropFirst().first?.split(separator: "@").last ?? ""
        let port = url.hasPrefix("https:") ? "443" : "80"
        return origin != "\(host):\(address[2])" && !(origin == host && address[2] == port)
    }

    private var speaksOfSyntax: Bool { text.hasPrefix("Unsupported proxy") }
}
