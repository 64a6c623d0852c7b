/// What the OpenScale sink needs to know.
package struct OpenScaleSettings: Equatable, Sendable {
    /// Where records go, in either version of the programming interface.
    package enum Place: Equatable, Sendable {
        /// A data set of an instance.
        case v2(instanceID: String, dataSetID: String)
        /// A subscription of a data mart; feedback has no deployment.
        case v1(dataMartID: String, bindingID: String, subscriptionID: String, deploymentID: String?)
    }

    /// OpenScale's address without a slash and without `/openscale` at its end.
    package var address: String
    /// How OpenScale knows us.
    package var login: OpenScaleLogin
    /// Where inferences go.
    package var payload: Place?
    /// Where labels go.
    package var feedback: Place?
    /// Whether bodies are compressed.
    package var compresses = false

    /// Settings.
    package init(address: String, login: OpenScaleLogin, payload: Place? = nil, feedback: Place? = nil) {
        self.address = address
        self.login = login
        self.payload = payload
        self.feedback = feedback
    }

    /// Whether only the first version of the programming interface is used, which has tokens of its own.
    package var usesPreauth: Bool {
        let places = [payload, feedback].compactMap(\.self)
        return !places.isEmpty && places.allSatisfy { if case .v1 = $0 { true } else { false } }
    }
}
