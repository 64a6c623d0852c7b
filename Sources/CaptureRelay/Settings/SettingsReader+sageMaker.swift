import AWS
import Relay

/// What the commands of `openscale` ask of the settings, beside where OpenScale is and who we are.
extension SettingsReader {
    /// The instance; that of a Cloud Pak for Data has an id of its own, and v1 calls it a data mart.
    mutating func openScaleInstance() -> String? {
        let id = openscaleID(.openscaleInstanceID, isInPath: true) ?? openscaleID(.openscaleDataMartID, isInPath: true)
        if let id { return id }
        if isSet(.openscaleUsername) { return Self.onlyInstance }
        let isWrong = hasProblem(.openscaleInstanceID) || hasProblem(.openscaleDataMartID)
        guard isComplete, !isWrong else { return nil }
        refuse(
            .openscaleInstanceID,
            """
            is not set, and it names the instance; IBM Cloud shows it as the GUID of the service, such as \
            11111111-2222-3333-4444-555555555555
            """)
        return nil
    }

    /// The keys that IBM is given.
    ///
    /// They come from nowhere else: those that this machine works with are not for others.
    mutating func sageMakerKeys(areNeeded: Bool) -> SageMakerKeys? {
        let variables: [Variable] = [.sageMakerAccessKeyID, .sageMakerSecretAccessKey, .sageMakerRegion]
        let missing = variables.filter { !isSet($0) }
        if missing.count == variables.count, !areNeeded { return nil }
        for variable in missing where isComplete {
            refuse(variable, "is not set" + (variable == missing[0] ? wordOnAmazonKeys : ""))
        }
        let region = trimmedValue(.sageMakerRegion)
        if let region, !region.utf8.allSatisfy(Self.isRegionByte) {
            refuse(.sageMakerRegion, value: region, "is not a region")
        }
        guard let id = keyText(.sageMakerAccessKeyID), let secret = keyText(.sageMakerSecretAccessKey), let region
        else { return nil }
        return SageMakerKeys(accessKeyID: id, secretAccessKey: secret, region: region)
    }

    /// Refuses columns that cannot be what the flags say of them.
    mutating func checkColumns(of subscribe: SubscribeArguments, _ mapping: MappingSettings) {
        let inputs = mapping.inputs.map(\.name)
        let outputs = mapping.responseFields
        func isIn(_ names: [String], _ name: String) -> Bool { names.contains { $0.utf8.elementsEqual(name.utf8) } }
        if isIn(inputs, subscribe.label) {
            refuse(
                .inputColumns,
                "'\(subscribe.label)' is the label that --label names; a model is not sent what it is to tell")
        }
        for (flag, name) in [("--prediction", subscribe.prediction), ("--probability", subscribe.probability ?? "")]
        where !name.isEmpty && !outputs.isEmpty && !isIn(outputs, name) {
            refuse(
                isSet(.openscaleResponse) ? .openscaleResponse : .outputColumns,
                """
                has no column '\(name)', which \(flag) names; OpenScale finds columns by their names\
                \(Spelling.question(about: name, in: outputs))
                """)
        }
        for name in subscribe.categorical where !isIn(inputs, name) {
            refuse(
                .inputColumns,
                "has no column '\(name)', which --categorical names" + Spelling.question(about: name, in: inputs))
        }
        warnOfMissingColumns(mapping)
    }

    /// The lines of settings that the mapping was read from, as they were written.
    func mappingLines() -> [SettingText] {
        let variables: [Variable] = [
            .inputColumns, .outputColumns, .columnTypes, .fiddlerModelColumns, .fiddlerModelOutputColumn,
            .openscaleResponse, .labelColumns,
        ]
        return variables.compactMap { variable in
            trimmedValue(variable).map { SettingText(variable.name, $0) }
        }
    }

    /// The lines that say where OpenScale is and who we are, as they were written.
    func openScaleAddressLines() -> [String] {
        let variables: [Variable] = [.openscaleURL, .openscaleIAMURL, .openscaleUsername, .monitorCABundle]
        return variables.compactMap { variable in
            trimmedValue(variable).map { PastedSettings.line(variable, $0) }
        }
    }

    /// The secrets that were set, by their names.
    func openScaleSecretNames() -> String {
        let variables: [Variable] = [
            .openscaleAPIKey, .openscaleAPIKeyARN, .openscalePassword, .openscalePasswordARN,
        ]
        return variables.filter(isSet).map(\.name).joined(separator: ", ")
    }

    private mutating func warnOfMissingColumns(_ mapping: MappingSettings) {
        guard isComplete else { return }
        if mapping.inputs.isEmpty {
            warnings.append(
                "\(Variable.inputColumns.name): is not set, so the subscription is added without its features")
        } else if mapping.inputs.contains(where: { $0.type == nil }) {
            warnings.append(
                """
                \(Variable.columnTypes.name): does not name the type of every input column, so OpenScale takes the types \
                from the first records
                """)
        }
    }

    private var wordOnAmazonKeys: String {
        let need = "; IBM asks for keys of AWS that it may keep, and they are taken from these settings only"
        let own = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_PROFILE"].filter {
            value($0) != nil
        }
        guard let first = own.first else { return need }
        return need + ", never from AWS's own variables such as \(first)"
    }

    private mutating func keyText(_ variable: Variable) -> String? {
        guard let text = trimmedValue(variable) else { return nil }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            refuse(variable, "has a blank or another character inside that no key has; check how it was copied")
            return nil
        }
        return text
    }

    private static func isRegionByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
            || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
