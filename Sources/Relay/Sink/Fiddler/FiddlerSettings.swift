/// What the Fiddler sink needs to know.
package struct FiddlerSettings: Equatable, Sendable {
    /// Fiddler behind a SageMaker partner app, which wants requests that AWS's keys sign.
    package struct PartnerApp: Equatable, Sendable {
        /// The app's ARN, which names its region.
        package var arn: String
        /// The region of the ARN.
        package var region: String

        /// A partner app.
        package init(arn: String, region: String) {
            self.arn = arn
            self.region = region
        }
    }

    /// Scheme, host and port, such as `https://example.fiddler.ai`, without a slash at the end.
    package var url: String
    /// The access token.
    package var token: Secret
    /// The model.
    package var modelID: String
    /// The partner app, if that is how Fiddler is reached.
    package var partnerApp: PartnerApp?
    /// Whether bodies are compressed.
    package var compresses = false

    /// Settings.
    package init(url: String, token: Secret, modelID: String, partnerApp: PartnerApp? = nil) {
        self.url = url
        self.token = token
        self.modelID = modelID
        self.partnerApp = partnerApp
    }
}
