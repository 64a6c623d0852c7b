extension HelpTopic {
    /// Every setting, under its heading.
    static var settingsText: String {
        var text = introduction
        for group in VariableGroup.allCases {
            text += "\n\(group.title)\n\(String(repeating: "-", count: group.title.count))\n"
            for variable in Variable.allCases where variable.group == group { text += entry(variable) }
        }
        return text + amazon
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

    private static let amazon = """

        AWS's own variables
        -------------------
        These mean what they mean to AWS's own tools; those that begin with AWS_ may
        stand in the file too:
          keys        AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN;
                      AWS_PROFILE with AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE;
                      AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN;
                      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or ..._FULL_URI;
                      AWS_EC2_METADATA_DISABLED; the first that has keys is taken
          region      AWS_REGION, AWS_DEFAULT_REGION; an event's own region comes first
          endpoints   AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_USE_FIPS_ENDPOINT,
                      AWS_USE_DUALSTACK_ENDPOINT, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS
          attempts    AWS_MAX_ATTEMPTS, 3 by default
          trust       AWS_CA_BUNDLE, else SSL_CERT_FILE, CURL_CA_BUNDLE, the system's
          proxies     HTTPS_PROXY, http_proxy, NO_PROXY

        """

    private static func entry(_ variable: Variable) -> String {
        "\(variable.name)\n" + TextLayout.wrapped(variable.summary, indent: "    ")
            + TextLayout.wrapped(variable.type.description, indent: "    ", label: "type:    ")
            + TextLayout.wrapped(variable.defaultText, indent: "    ", label: "default: ")
            + TextLayout.wrapped(variable.example, indent: "    ", label: "example: ")
    }
}
