import Relay

/// The lines of a settings file that lead to a subscription; secrets are named, and not told.
struct PastedSettings {
    let plan: SubscriptionPlan
    let setup: OpenScaleSetup
    let subscription: CatalogEntry
    let provider: CatalogEntry
    let payload: CatalogEntry
    let feedback: CatalogEntry?

    /// The lines.
    var text: String {
        var lines = ["# Payload and feedback of \(plan.arguments.endpoint.escaped) to Watson OpenScale"]
        lines.append(Self.line(.sink, SinkName.openscale.rawValue))
        lines += setup.addressLines
        lines.append(Self.line(.openscaleInstanceID, plan.instance))
        lines.append(Self.line(.openscaleDataSetID, payload.id))
        if let feedback {
            lines.append(Self.line(.openscaleFeedbackDataSetID, feedback.id))
        } else {
            lines.append("# \(Variable.openscaleFeedbackDataSetID.name) is not known yet.")
        }
        lines.append("# A secret, so set it elsewhere: \(setup.secretNames)")
        lines += textsWithLabel.map { Self.line($0.name, $0.value) }
        if !setup.texts.contains(where: { $0.name == Variable.labelColumns.name }) {
            lines.append(Self.line(.labelColumns, ColumnName.written(plan.arguments.label)))
        }
        lines += [
            "# For payload logging v1 instead of the two data sets:",
            "# " + Self.line(.openscaleDataMartID, plan.instance),
            "# " + Self.line(.openscaleBindingID, provider.id),
            "# " + Self.line(.openscaleSubscriptionID, subscription.id),
        ]
        if let deployment = subscription.text("deployment", "deployment_id") {
            lines.append("# " + Self.line(.openscaleDeploymentID, deployment))
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The settings of the mapping, with a type for the label where one is known: OpenScale wants that of the prediction.
    private var textsWithLabel: [SettingText] {
        var texts = setup.texts
        let name = Variable.columnTypes.name
        let label = plan.arguments.label
        guard let type = plan.predictionType else { return texts }
        let own = "\(ColumnName.written(label)):\(type.rawValue)"
        guard let index = texts.firstIndex(where: { $0.name == name }) else {
            return texts + [SettingText(name, own)]
        }
        let known = (try? ColumnList.parseTypes(texts[index].value)) ?? []
        let isTold = known.isEmpty || known.contains { $0.name == label || $0.name == "*" && $0.type == type }
        if !isTold { texts[index] = SettingText(name, "\(texts[index].value),\(own)") }
        return texts
    }

    /// A line that sets a variable.
    static func line(_ variable: Variable, _ value: String) -> String { line(variable.name, value) }

    /// The same for a name.
    ///
    /// Quotes keep what else would be a comment; a value that they cannot keep has no line of its
    /// own.
    private static func line(_ name: String, _ value: String) -> String {
        let isPlain = value.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && ![UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "#")].contains($0)
        }
        if isPlain { return "\(name)=\(value)" }
        let isOneLine = !value.utf8.contains { $0 == 0x0A || $0 == 0x0D }
        for quote in ["'", "\""] where isOneLine && !value.unicodeScalars.contains(quote.unicodeScalars.first ?? "'") {
            return "\(name)=\(quote)\(value)\(quote)"
        }
        return "# \(name) is as it was set."
    }
}

/// A column's name as lists of columns write it.
enum ColumnName {
    /// The name, in quotes where it holds a sign of the lists' own.
    static func written(_ name: String) -> String {
        let isPlain = name.unicodeScalars.allSatisfy { !",=?\":[].\n\r".unicodeScalars.contains($0) }
        guard !isPlain || name.hasPrefix(" ") || name.hasSuffix(" ") || name.hasPrefix("@") else { return name }
        return "\"" + name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}
