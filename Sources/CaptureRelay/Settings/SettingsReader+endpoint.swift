import AWS
import Relay

extension SettingsReader {
    /// What the sink for any HTTP endpoint needs; nothing where something is missing or wrong.
    mutating func endpoint() -> EndpointSettings? {
        require(.monitorURL, for: .http)
        let url = webURL(.monitorURL)
        let token = secret(.monitorToken, keptAt: .monitorTokenARN)
        let headers = monitorHeaders()
        let isTokenSet = isSet(.monitorToken) || isSet(.monitorTokenARN)
        if isTokenSet, headers.contains(where: { $0.name.lowercased() == "authorization" }) {
            let other = isSet(.monitorToken) ? Variable.monitorToken : .monitorTokenARN
            refuse(.monitorHeaders, "has the field Authorization, which \(other.name) sets too; set one of them")
        }
        let format = word(.monitorFormat).flatMap(EndpointSettings.Format.init(rawValue:)) ?? .json
        guard let url else { return nil }
        if isTokenSet || !headers.isEmpty { checkPrivacy(url, of: .monitorURL) }
        var settings = EndpointSettings(url: url.text)
        settings.format = format
        settings.token = token
        settings.headers = headers
        settings.compresses = compresses
        return settings
    }

    private mutating func monitorHeaders() -> [EndpointSettings.Header] {
        guard let text = value(.monitorHeaders) else { return [] }
        do throws(HeaderObjectError) { return try HeaderObject.fields(in: text) } catch {
            refuse(.monitorHeaders, "\(error); it takes a JSON object such as \(Variable.monitorHeaders.example)")
            return []
        }
    }
}
