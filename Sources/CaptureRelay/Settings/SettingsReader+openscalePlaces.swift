import Relay

/// Where in OpenScale records go.
extension SettingsReader {
    /// The places of inferences and of labels, of which one may be missing; nothing where something is wrong.
    ///
    /// The second version is used where a data set is named.
    mutating func openscalePlaces() -> (payload: OpenScaleSettings.Place?, feedback: OpenScaleSettings.Place?)? {
        let before = problems.count
        let payloadSet = openscaleID(.openscaleDataSetID, isInPath: true)
        let feedbackSet = openscaleID(.openscaleFeedbackDataSetID, isInPath: true)
        let instance = openscaleID(.openscaleInstanceID, isInPath: true)
        let dataMart = openscaleID(.openscaleDataMartID, isInPath: true)
        let binding = openscaleID(.openscaleBindingID)
        let subscription = openscaleID(.openscaleSubscriptionID)
        let deployment = openscaleID(.openscaleDeploymentID)
        let only = isSet(.openscaleUsername) ? Self.onlyInstance : nil
        if isSet(.openscaleDataSetID) || isSet(.openscaleFeedbackDataSetID) {
            let instance = instance ?? dataMart ?? only
            if instance == nil { require(.openscaleInstanceID, for: .openscale, orElse: .openscaleDataMartID) }
            guard problems.count == before, let instance else { return nil }
            return (
                payloadSet.map { .v2(instanceID: instance, dataSetID: $0) },
                feedbackSet.map { .v2(instanceID: instance, dataSetID: $0) }
            )
        }
        let parts: [Variable] = [.openscaleBindingID, .openscaleSubscriptionID, .openscaleDeploymentID]
        guard parts.contains(where: isSet) else {
            if isComplete, problems.count == before {
                refuse(
                    .openscaleDataSetID,
                    """
                    is not set, and neither is \(Variable.openscaleFeedbackDataSetID.name); the openscale sink needs \
                    one of them, such as \(Variable.openscaleDataSetID.name)=\(Variable.openscaleDataSetID.example), \
                    or the ids of payload logging v1
                    """)
            }
            return nil
        }
        let mart = dataMart ?? instance ?? only
        requireFirstVersion((mart == nil ? [.openscaleDataMartID] : []) + parts)
        guard problems.count == before, let mart, let binding, let subscription else { return nil }
        let place: (String?) -> OpenScaleSettings.Place = {
            .v1(dataMartID: mart, bindingID: binding, subscriptionID: subscription, deploymentID: $0)
        }
        return (place(deployment), place(nil))
    }

    /// The only instance that a Cloud Pak for Data has.
    static let onlyInstance = "00000000-0000-0000-0000-000000000000"

    private mutating func requireFirstVersion(_ variables: [Variable]) {
        guard isComplete, let known = variables.first(where: isSet) else { return }
        for variable in variables where !isSet(variable) {
            refuse(
                variable,
                """
                is not set, but \(known.name) is; payload logging v1 needs it, such as \
                \(variable.name)=\(variable.example), and v2 needs \(Variable.openscaleDataSetID.name) instead
                """)
        }
    }

    /// An id; of a CRN, in which IBM Cloud shows the id of an instance, that part.
    mutating func openscaleID(_ variable: Variable, isInPath: Bool = false) -> String? {
        guard var text = trimmedValue(variable) else { return nil }
        if text.hasPrefix("crn:") { text = text.split(separator: ":").last.map(String.init) ?? text }
        let isID = text.utf8.allSatisfy { byte in
            isInPath ? Self.standsInPath(byte) : byte > 0x20 && byte != 0x7F
        }
        guard isID, !text.isEmpty, text != ".", text != ".." else {
            // Not shown: keys get into the wrong variable.
            let fault = isInPath ? "another character than letters, digits, - and _" : "a blank"
            refuse(variable, "is empty or holds \(fault), which no id has; it takes one such as \(variable.example)")
            return nil
        }
        return text
    }

    private static func standsInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
