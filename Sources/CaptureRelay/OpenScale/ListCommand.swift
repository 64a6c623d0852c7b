import Relay

/// The command `openscale list`: tells what there is in an instance.
struct ListCommand {
    let instance: String
    let asJSON: Bool
    let catalog: OpenScaleCatalog
    let console: Console
    /// Writes to standard output, and tells whether that was possible.
    let print: (String) -> Bool

    /// Runs the command.
    func run() async -> ExitCode {
        do throws(OpenScaleCatalogError) {
            let listing = CatalogListing(
                instance: instance, providers: try await entries("service_providers"),
                subscriptions: try await entries("subscriptions"), dataSets: try await entries("data_sets"))
            return print(asJSON ? listing.json : listing.table) ? .success : .undelivered
        } catch {
            if error == .interrupted { return .interrupted }
            console.write(.error, error.description)
            return .undelivered
        }
    }

    private func entries(_ kind: String) async throws(OpenScaleCatalogError) -> [CatalogEntry] {
        try CatalogEntry.list(kind, in: await catalog.read(catalog.url(kind)))
    }
}
