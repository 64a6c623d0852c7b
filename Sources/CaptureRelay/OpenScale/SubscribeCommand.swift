import HTTP
import JSON
import Relay

/// The command `openscale subscribe`: finds or makes all that a SageMaker endpoint needs to be monitored, and prints the
/// settings that lead there.
struct SubscribeCommand {
    /// How long something new may take, and how long after that a data set may.
    private static let patience = (subscription: Duration.seconds(300), dataSet: Duration.seconds(120))
    /// The first pause and the longest between two looks at what is not ready.
    private static let pause = (first: Duration.milliseconds(500), longest: Duration.seconds(5))
    private static let namesShown = 10

    let plan: SubscriptionPlan
    let setup: OpenScaleSetup
    let catalog: OpenScaleCatalog
    let console: Console
    let waiting: any Waiting
    /// Writes to standard output, and tells whether that was possible.
    let print: (String) -> Bool

    /// Runs the command.
    func run() async -> ExitCode {
        do throws(OpenScaleCatalogError) {
            let provider = try await provider()
            let subscription = try await subscription(of: provider)
            let payload = try await dataSet("payload_logging", of: subscription, until: Self.patience.dataSet)
            guard let payload else {
                throw .lasting(
                    "OpenScale has made no data set for the payload of \(subscription.id) so far; \(Self.again)")
            }
            let feedback = try await feedback(of: subscription)
            let lines = PastedSettings(
                plan: plan, setup: setup, subscription: subscription, provider: provider, payload: payload,
                feedback: feedback)
            guard print(lines.text) else { return .undelivered }
            if feedback == nil {
                console.write(
                    .error,
                    "OpenScale has made no data set for the feedback of \(subscription.id) so far; \(Self.again)")
            }
            return feedback == nil ? .undelivered : .success
        } catch {
            if error == .interrupted {
                console.write(.error, "it was interrupted; \(Self.again)")
                return .interrupted
            }
            console.write(.error, error.description)
            return .undelivered
        }
    }

    private static let again = "give the same command again, which finds what is there"

    // MARK: The service provider

    private func provider() async throws(OpenScaleCatalogError) -> CatalogEntry {
        let url = catalog.url("service_providers", [("service_type", "amazon_sagemaker")])
        let known = try CatalogEntry.list("service_providers", in: await catalog.read(url))
            .filter { $0.text("service_type") ?? "amazon_sagemaker" == "amazon_sagemaker" }
        if let provider = Self.best(known.filter(isMeant)) {
            console.write(.info, "The service provider '\(setup.providerName)' is there: \(provider.id)")
            return try await settled("service_providers", provider)
        }
        guard let keys = setup.keys else {
            let names = known.compactMap { $0.text("name") }
            throw .lasting(
                "there is no service provider '\(setup.providerName)' for Amazon SageMaker"
                    + Self.listed(names, "; there is", "") + "; to register it, set \(OpenScaleSetup.keyNames)")
        }
        let body = SubscriptionPlan.provider(setup.providerName, keys)
        if !plan.arguments.namesProvider { try await refuseSecondSubscription(through: known) }
        let made = try await add("service_providers", body)
        console.write(.info, "The service provider '\(setup.providerName)' was registered: \(made.id)")
        return try await settled("service_providers", made)
    }

    /// Refuses to subscribe an endpoint anew that somebody subscribed through a service provider of another name.
    ///
    /// None tells its region, so it may be another endpoint of that name.
    private func refuseSecondSubscription(through providers: [CatalogEntry]) async throws(OpenScaleCatalogError) {
        guard !providers.isEmpty else { return }
        let others = try CatalogEntry.list("subscriptions", in: await catalog.read(catalog.url("subscriptions")))
        for other in others.filter(isOfEndpoint) {
            guard let provider = providers.first(where: { $0.id == other.text("service_provider_id") }) else {
                continue
            }
            let name = ShellWord.quoted(provider.text("name") ?? provider.id)
            throw .lasting(
                "an endpoint '\(plan.arguments.endpoint)' has a subscription already, \(other.id), through another "
                    + "service provider; take that one with --provider \(name), or name a new one with --provider")
        }
    }

    private func isMeant(_ provider: CatalogEntry) -> Bool {
        provider.text("name").map { $0.utf8.elementsEqual(setup.providerName.utf8) } ?? false
    }

    private func isOfEndpoint(_ subscription: CatalogEntry) -> Bool {
        subscription.text("deployment", "name").map { $0.utf8.elementsEqual(plan.arguments.endpoint.utf8) } ?? false
    }

    // MARK: The subscription

    private func subscription(of provider: CatalogEntry) async throws(OpenScaleCatalogError) -> CatalogEntry {
        let url = catalog.url("subscriptions", [("service_provider_id", provider.id)])
        let known = try CatalogEntry.list("subscriptions", in: await catalog.read(url))
        let own = known.filter { $0.text("service_provider_id") ?? provider.id == provider.id }
        if let same = Self.best(own.filter(isOfEndpoint)) {
            let differences = plan.differences(from: same)
            guard differences.isEmpty else {
                throw .lasting(
                    "the endpoint '\(plan.arguments.endpoint)' has a subscription already, \(same.id), and "
                        + differences.joined(separator: ", and ")
                        + "; nothing was changed. Give the flags that fit it, or remove it in OpenScale")
            }
            console.write(.info, "The subscription of '\(plan.arguments.endpoint)' is there: \(same.id)")
            return try await settled("subscriptions", same)
        }
        let body = plan.subscription(provider: provider.id, try await deployment(of: provider))
        let made = try await add("subscriptions", body)
        console.write(.info, "The subscription of '\(plan.arguments.endpoint)' was added: \(made.id)")
        return try await settled("subscriptions", made)
    }

    private func deployment(of provider: CatalogEntry) async throws(OpenScaleCatalogError) -> CatalogEntry {
        let seen = try CatalogEntry.list(
            "resources", in: await catalog.read(catalog.deploymentsURL(provider: provider.id)))
        let names = seen.compactMap { $0.text("name") }
        let found = seen.first { each in
            each.text("name").map { $0.utf8.elementsEqual(plan.arguments.endpoint.utf8) } ?? false
        }
        guard let found else {
            throw .lasting(
                "OpenScale sees no endpoint '\(plan.arguments.endpoint)' through the service provider "
                    + "'\(setup.providerName)'" + Self.listed(names, "; it sees", "; it sees none")
                    + "; check the region and the rights of the keys that it was registered with"
                    + Spelling.question(about: plan.arguments.endpoint, in: names))
        }
        return found
    }

    // MARK: The data sets

    private func feedback(of subscription: CatalogEntry) async throws(OpenScaleCatalogError) -> CatalogEntry? {
        if let there = try await dataSet("feedback", of: subscription, until: .zero) { return there }
        let url = catalog.url(
            "monitor_instances",
            [
                ("target.target_id", subscription.id), ("target.target_type", "subscription"),
                ("monitor_definition_id", "quality"),
            ])
        if try CatalogEntry.list("monitor_instances", in: await catalog.read(url)).isEmpty {
            let made = try await add("monitor_instances", plan.qualityMonitor(subscription: subscription.id))
            console.write(.info, "The monitor of its quality was added, which keeps feedback: \(made.id)")
        }
        return try await dataSet("feedback", of: subscription, until: Self.patience.dataSet)
    }

    /// The data set of a kind, waited for.
    private func dataSet(
        _ kind: String, of subscription: CatalogEntry, until patience: Duration
    ) async throws(OpenScaleCatalogError) -> CatalogEntry? {
        let url = catalog.url(
            "data_sets",
            [("target.target_id", subscription.id), ("target.target_type", "subscription"), ("type", kind)])
        let begin = waiting.now
        var looks = 0
        while true {
            let found = try CatalogEntry.list("data_sets", in: await catalog.read(url)).filter { each in
                each.text("type") ?? kind == kind
                    && each.text("target", "target_id") ?? subscription.id == subscription.id
            }
            if let set = found.first(where: { $0.progress == .ready }) { return set }
            if let set = found.first(where: { $0.progress == .failed }) {
                throw .lasting(
                    "the data set \(set.id) for \(kind) is in the state '\(set.state)'\(catalog.concealed(set.failure)); "
                        + "remove its subscription \(subscription.id) in OpenScale, and give the same command again")
            }
            // One that is being made is waited for, even by who would not wait for one to begin.
            let limit = found.isEmpty ? patience : Self.patience.dataSet
            guard begin.duration(to: waiting.now) < limit else { return nil }
            try await pause(&looks)
        }
    }

    // MARK: What is new

    private func add(_ kind: String, _ body: JSONValue) async throws(OpenScaleCatalogError) -> CatalogEntry {
        let answer: JSONValue
        do throws(OpenScaleCatalogError) {
            answer = try await catalog.add(kind, body.bytes)
        } catch {
            guard case .passing(let reason, _) = error else { throw error }
            throw .lasting("\(reason); \(Self.again)")
        }
        guard let made = CatalogEntry(answer) else {
            throw .lasting("OpenScale answered without an id for what was added to \(kind); \(Self.again)")
        }
        return made
    }

    /// Waits until something is ready.
    private func settled(_ kind: String, _ entry: CatalogEntry) async throws(OpenScaleCatalogError) -> CatalogEntry {
        let end = waiting.now + Self.patience.subscription
        var entry = entry
        var looks = 0
        while true {
            switch entry.progress {
            case .ready: return entry
            case .failed:
                throw .lasting(
                    "OpenScale says '\(entry.state)' of \(entry.id) in \(kind)\(catalog.concealed(entry.failure)); remove "
                        + "it in OpenScale, and give the same command again")
            case .underway: break
            }
            guard waiting.now < end else {
                throw .lasting("\(entry.id) in \(kind) is still '\(entry.state)' after five minutes; \(Self.again)")
            }
            try await pause(&looks)
            let answer = try await catalog.read(catalog.url(kind, id: entry.id))
            guard let next = CatalogEntry(answer) else {
                throw .lasting("OpenScale does not tell the state of \(entry.id) in \(kind)")
            }
            entry = next
        }
    }

    /// The first of those that have not failed, if one has not.
    private static func best(_ entries: [CatalogEntry]) -> CatalogEntry? {
        entries.first { $0.progress != .failed } ?? entries.first
    }

    private func pause(_ looks: inout Int) async throws(OpenScaleCatalogError) {
        let pause = min(Self.pause.longest, Self.pause.first * (1 << min(looks, 8)))
        looks += 1
        guard await waiting.wait(pause) else { throw .interrupted }
    }

    private static func listed(_ names: [String], _ some: String, _ none: String) -> String {
        guard !names.isEmpty else { return none }
        let more = names.count > namesShown ? " and \(names.count - namesShown) more" : ""
        return "\(some) " + names.prefix(namesShown).map { "'\($0)'" }.joined(separator: ", ") + more
    }
}
