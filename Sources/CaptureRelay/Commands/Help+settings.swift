extension HelpTopic {
    /// Every setting, under its heading.
    static var settingsText: String {
        var text = introduction
        for group in VariableGroup.allCases {
            text += "\n\(group.title)\n\(String(repeating: "-", count: group.title.count))\n"
            for variable in Variable.allCases where variable.group == group { text += entry(variable) }
        }
        return text
    }

    private static let introduction = """
        Settings are environment variables. Those that the environment does not set are
        read from the file that --env-file or RELAY_ENV_FILE names: NAME=value lines,
        with # in front of comments. A value in quotes loses them, so a list that holds
        double quotes goes in single quotes. An empty value counts as unset.

        column list   names separated by commas, in quotes as in CSV where they hold a
                      comma. name? may be missing and is null then. name=path leads
                      to a value in a JSON payload: a.b for keys, [] for each element,
                      which makes a row, [0] for one. @/path/of/file reads the list
                      from that file.
        column types  name:type, separated by commas; also @/path/of/file.
        size          bytes, or a number with B, KB, MB, GB, KiB, MiB or GiB.
        share         a number from 0 to 1, or a percentage: 5%.
        secret        never shown; NAME_ARN says where a secret is kept instead.

        """

    private static func entry(_ variable: Variable) -> String {
        let note = variable.isBuilt ? "" : " (not in this version)"
        return "\(variable.name)\(note)\n" + TextLayout.wrapped(variable.summary, indent: "    ")
            + TextLayout.wrapped(variable.type.description, indent: "    ", label: "type:    ")
            + TextLayout.wrapped(variable.defaultText, indent: "    ", label: "default: ")
            + TextLayout.wrapped(variable.example, indent: "    ", label: "example: ")
    }
}
