/// What AWS's own variables say, and its shared files where these say nothing.
package struct AWSEnvironment: Equatable, Sendable {
    /// What cannot be used of what was set.
    package struct Problem: Equatable, Sendable {
        /// The variable or the place in a file.
        package let name: String
        /// What is wrong with it.
        package let sentence: String
    }

    /// The region that is worked in.
    package let region: String?
    /// Whether hosts must be FIPS hosts.
    package let useFIPS: Bool
    /// Whether hosts must be there over IPv6 too.
    package let useDualStack: Bool
    /// How often a request is made at most.
    package let maxAttempts: Int
    /// What cannot be read, each with the variable or the file that says it.
    package let problems: [Problem]
    /// The shared files, and the profile in them.
    package let files: SharedFiles

    private let overrides: [AWSService: String]

    /// Reads the variables through a lookup function; one that is empty counts as unset.
    package init(
        _ lookup: @escaping (String) -> String?,
        readFile: FileReading = SharedFiles.reading,
        probeFile: FileProbing = SharedFiles.probing
    ) {
        let variable = { (name: String) in lookup(name).flatMap { $0.isEmpty ? nil : $0 } }
        files = SharedFiles(variable)
        var reader = EnvironmentReader(variable)
        reader.readProfile(of: files, readFile)
        region = reader.region()
        useFIPS = reader.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
        useDualStack = reader.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
        maxAttempts = reader.attempts() ?? 3
        overrides = reader.endpoints()
        reader.probeAuthorities(probeFile)
        problems = reader.problems
    }

    /// The host of a service in a region as the start of a URL, without a slash at its end; another one may be told that
    /// is asked unless the user says whom to ask.
    package func endpoint(for service: AWSService, region: String, else host: String? = nil) -> String {
        overrides[service] ?? host
            ?? "https://\(service.host(region: region, useFIPS: useFIPS, useDualStack: useDualStack))"
    }

    /// What stands in place of S3's hosts.
    package var s3Endpoint: String? { overrides[.s3] }

    /// How the hosts of a region end: `amazonaws.com`.
    package static func domain(of region: String) -> String { AWSPartition.of(region: region).domain }

    /// Whether a text can be the name of a region, and so a part of a host's name.
    package static func isRegion(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
