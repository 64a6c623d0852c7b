import AWS
import HTTP
import JSON

/// Signs each case of a table, so that another signer's results can be compared with ours.
///
/// The table comes as JSON on standard input; a line of JSON is printed for each case, with the URL and the fields as
/// they would be sent.
@main
struct SigningTable {
    static func main() throws {
        var text = ""
        while let line = readLine(strippingNewline: false) { text += line }
        let table = try JSONValue(parsing: text)
        guard case .number(let seconds)? = table["time"], let seconds = Int(seconds),
            let cases = table["cases"]?.elements
        else { return print("usage: SigningTable <table.json, as Tests/Signing/signing.py makes it") }
        for entry in cases { print(Self.line(of: signed(entry, at: AmazonTime(seconds: seconds)))) }
    }

    private static func signed(_ entry: JSONValue, at time: AmazonTime) -> HTTPRequest {
        let key = entry["key"]?.string.map { "/" + PercentEncoding.encoded($0, keepingSlashes: true) }
        let url = entry.text("url") + (key ?? "") + entry.text("query")
        var request = HTTPRequest(entry.text("method"), url, body: entry["body"]?.string.map { Array($0.utf8) })
        for header in entry["headers"]?.elements ?? [] {
            let texts = header.elements?.compactMap(\.string) ?? []
            if texts.count == 2 { request.fields.add(texts[0], texts[1]) }
        }
        let signer = Signer(
            service: entry.text("service"), region: entry.text("region"),
            pathRule: entry.text("rule") == "s3" ? .s3 : .others)
        let credentials = Credentials(
            accessKeyID: entry.text("accessKeyID"), secretAccessKey: entry.text("secretAccessKey"),
            sessionToken: entry["sessionToken"]?.string)
        signer.sign(
            &request, with: credentials, at: time, payload: entry.text("payload") == "unsigned" ? .unsigned : .body)
        return request
    }

    private static func line(of request: HTTPRequest) -> String {
        var line = ByteBuffer()
        line.append("{\"url\":")
        line.appendJSON(request.url)
        line.append(",\"headers\":[")
        for (index, field) in request.fields.fields.enumerated() {
            if index > 0 { line.append(",") }
            line.append("[")
            line.appendJSON(field.name)
            line.append(",")
            line.appendJSON(field.value)
            line.append("]")
        }
        line.append("]}")
        return line.bytes.text
    }
}

extension JSONValue {
    /// The text under a key; an empty one where there is none.
    fileprivate func text(_ key: String) -> String { self[key]?.string ?? "" }
}
