import Relay
import Testing

@testable import CaptureRelay

/// The problems that settings have, as lines.
func problems(_ environment: [String: String], files: [String: String] = [:], file: String? = nil) -> [String] {
    do {
        _ = try Settings(environment: environment, environmentFile: file, readFile: reading(files))
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// All that is said of settings: their problems, or else their warnings.
func messages(_ environment: [String: String], files: [String: String] = [:], file: String? = nil) -> [String] {
    let found = problems(environment, files: files, file: file)
    guard found.isEmpty else { return found }
    return (try? Settings(environment: environment, environmentFile: file, readFile: reading(files)).warnings) ?? []
}

/// Reads files that are there in memory only.
func reading(_ files: [String: String]) -> SettingsReader.ReadFile {
    { path throws(TextFileError) in
        guard let text = files[path] else { throw .unreadable(reason: "No such file or directory") }
        return Array(text.utf8)
    }
}

@Suite struct SettingsTests {
    @Test func `Without any variable, the defaults hold`() throws {
        let settings = try Settings(environment: ["PATH": "/bin", "HOME": "/root"])
        #expect(settings == Settings())
        #expect(settings.sink == .file(path: "-"))
        #expect(settings.batchRows == 1000)
        #expect(settings.batchBytes == 900_000)
        #expect(settings.lineLimit == 33_554_432)
        #expect(settings.inflateLimit == 10_737_418_240)
        #expect(settings.state == nil)
        #expect(settings.quarantine == nil)
        #expect(settings.concurrency == 4)
        #expect(settings.retryStatuses == [408, 425, 429, 500, 502, 503, 504])
        #expect(settings.retryBudget == .seconds(60))
        #expect(settings.quarantineLimit == 1)
        #expect(settings.logLevel == .info)
        #expect(settings.warnings == [])
    }

    @Test func `Every setting that is built is read`() throws {
        let settings = try Settings(environment: [
            "RELAY_FILE": "rows.jsonl", "RELAY_BATCH_ROWS": " 7 ", "RELAY_BATCH_BYTES": "1KB",
            "RELAY_LINE_LIMIT": "1MiB",
            "RELAY_INFLATE_LIMIT": "1GB", "RELAY_QUARANTINE_URL": "file:///tmp/a%20b", "RELAY_QUARANTINE_LIMIT": "5%",
            "RELAY_KEY_PREFIX": "in/", "RELAY_KEY_SUFFIX": ".jsonl", "RELAY_LOG_LEVEL": "Debug",
        ])
        #expect(settings.sink == .file(path: "rows.jsonl"))
        #expect(settings.batchRows == 7)
        #expect(settings.batchBytes == 1000)
        #expect(settings.lineLimit == 1 << 20)
        #expect(settings.inflateLimit == 1_000_000_000)
        #expect(settings.quarantine == .folder(path: "/tmp/a b"))
        #expect(settings.quarantineLimit == 0.05)
        #expect(settings.keyPrefix == "in/")
        #expect(settings.keySuffix == ".jsonl")
        #expect(settings.logLevel == .debug)
    }

    @Test func `An empty value counts as unset, in the environment and in the file`() throws {
        let environment = ["RELAY_BATCH_ROWS": "", "RELAY_STATE_URL": "", "RELAY_BATHC_ROWS": "", "FIDDLER_URL": ""]
        #expect(try Settings(environment: environment) == Settings())
        let read = reading(["s.env": "RELAY_BATCH_ROWS=5\nRELAY_LINE_LIMIT=\nRELAY_SINKK=\n"])
        #expect(try Settings(environment: environment, environmentFile: "s.env", readFile: read).batchRows == 5)
    }

    @Test func `The environment wins over the file`() throws {
        let read = reading(["s.env": "RELAY_BATCH_ROWS=5\nRELAY_BATCH_BYTES=6\n"])
        let settings = try Settings(
            environment: ["RELAY_BATCH_ROWS": "1", "RELAY_ENV_FILE": "s.env"], readFile: read)
        #expect(settings.batchRows == 1)
        #expect(settings.batchBytes == 6)
    }

    @Test func `The file of the command line wins over that of the environment`() throws {
        let read = reading(["a": "RELAY_BATCH_ROWS=1\nRELAY_ENV_FILE=b", "b": "RELAY_BATCH_ROWS=2"])
        let settings = try Settings(environment: ["RELAY_ENV_FILE": "b"], environmentFile: "a", readFile: read)
        #expect(settings.batchRows == 1)
        #expect(settings.warnings == ["RELAY_ENV_FILE: set in a, where it has no meaning"])
    }

    @Test func `A file that cannot be read is a problem, and stands beside the others`() {
        let environment = ["RELAY_BATCH_ROWS": "x", "CAPTURE_COLUMN_TYPES": "age:int"]
        let found = problems(environment, file: "gone.env")
        #expect(found.count == 2)
        #expect(found.first == "--env-file: gone.env cannot be read: No such file or directory")
        #expect(found.last?.hasPrefix("RELAY_BATCH_ROWS: ") == true)
    }

    @Test func `Every faulty line of the file is a problem that names the file`() {
        let found = problems(["RELAY_ENV_FILE": "s.env"], files: ["s.env": "x\n\nFIDDLER_TOKEN='topsecret\n"])
        #expect(
            found == [
                "RELAY_ENV_FILE: s.env: line 1 has no '='; write NAME=value, or # in front of a comment",
                "RELAY_ENV_FILE: s.env: line 3 has a quote that is never closed",
            ])
    }

    @Test func `A file that is none of settings does not fill the screen`() {
        let found = problems([:], files: ["x": String(repeating: "prose\n", count: 500)], file: "x")
        #expect(found.count == 11)
        #expect(found.last == "--env-file: x: 490 more lines are faulty; is it a file of settings?")
    }

    @Test func `All problems are reported together, each with the name and what is accepted`() {
        let environment = [
            "CAPTURE_INPUT_COLUMNS": "age,,income", "CAPTURE_SHADOW": "rely", "RELAY_BATCH_ROWS": "many",
            "RELAY_BATCH_BYTES": "0", "RELAY_QUARANTINE_LIMIT": "2", "RELAY_SINK": "oponscale",
            "RELAY_STATE_URL": "s3://b/p", "RELAY_CONCURRENCY": "65",
            "RELAY_INPUT_LIMIT": "1", "RELAY_LOG_LEVL": "info",
        ]
        #expect(
            problems(environment) == [
                "RELAY_LOG_LEVL: is not a setting; did you mean RELAY_LOG_LEVEL?",
                """
                RELAY_SINK: 'oponscale' is not one of its words; it takes fiddler, openscale, http or file; did you \
                mean 'openscale'?
                """,
                "CAPTURE_INPUT_COLUMNS: column 2 has no name; check for a comma too many",
                "CAPTURE_SHADOW: 'rely' is not one of its words; it takes skip or relay; did you mean 'relay'?",
                """
                RELAY_STATE_URL: names no bucket; it takes s3://bucket/prefix, with a bucket's name or an access \
                point's ARN
                """,
                "RELAY_QUARANTINE_LIMIT: '2' is not a share; it takes a number from 0 to 1, or a percentage, such as 5%",
                "RELAY_BATCH_ROWS: 'many' is not a count; it takes a whole number from 1 up, such as 500",
                """
                RELAY_BATCH_BYTES: '0' leaves no room for anything; it takes bytes, or a number with B, KB, MB, GB, \
                KiB, MiB or GiB, such as 256KiB
                """,
                "RELAY_CONCURRENCY: '65' is more than 64, the most there can be",
            ])
    }

    @Test func `The error lists its problems line by line and says what to do next`() {
        let error = SettingsError(problems: [
            SettingsProblem(name: "A", sentence: "is odd"), SettingsProblem(name: "B", sentence: "is even"),
        ])
        #expect(error.description == "A: is odd\nB: is even\nTry: capture-relay help settings")
    }

    @Test(arguments: ["0", "-1", "+1", "1.5", "1e3", "ten", "99999999999999999999", "٣"])
    func `What is no count is refused`(value: String) {
        #expect(problems(["RELAY_BATCH_ROWS": value]).count == 1)
    }

    @Test func `A long value is shortened in a message`() throws {
        let problem = try #require(problems(["RELAY_BATCH_ROWS": String(repeating: "9", count: 5000)]).first)
        #expect(problem.count < 200)
    }

    @Test(arguments: [
        ("s3://no_bucket!/pass", "names no bucket"), ("/tmp", "is neither s3://bucket/prefix nor the URL of a folder"),
        ("https://user:pass@host/x?sig=1", "is neither s3://bucket/prefix nor the URL of a folder"),
    ])
    func `Another quarantine than a folder or a prefix is refused, without showing the URL`(url: String, words: String)
        throws
    {
        let problem = try #require(problems(["RELAY_QUARANTINE_URL": url]).first)
        #expect(problem.hasPrefix("RELAY_QUARANTINE_URL: \(words)"))
        #expect(!problem.contains("pass") && !problem.contains("no_bucket"))
    }

    @Test(arguments: [
        ("TRACE", LogLevel.debug), ("DEBUG", .debug), ("INFO", .info), ("WARN", .warning), ("ERROR", .error),
        ("FATAL", .error), ("warn", .warning),
    ])
    func `Lambda's log level holds where ours is unset`(word: String, level: LogLevel) throws {
        #expect(try Settings(environment: ["AWS_LAMBDA_LOG_LEVEL": word]).logLevel == level)
        let both = ["AWS_LAMBDA_LOG_LEVEL": word, "RELAY_LOG_LEVEL": "warning"]
        #expect(try Settings(environment: both).logLevel == .warning)
    }

    @Test func `With JSON logs Lambda's log level comes first`() throws {
        let environment = ["AWS_LAMBDA_LOG_FORMAT": "JSON", "RELAY_LOG_LEVEL": "debug"]
        #expect(try Settings(environment: environment).logLevel == .debug)
        let both = environment.merging(["AWS_LAMBDA_LOG_LEVEL": "WARN"]) { own, _ in own }
        let settings = try Settings(environment: both)
        #expect(settings.logLevel == .warning)
        #expect(settings.warnings.count == 1)
        #expect(settings.warnings.first?.hasPrefix("RELAY_LOG_LEVEL: ") == true)
        let unknown = environment.merging(["AWS_LAMBDA_LOG_LEVEL": "LOUD"]) { own, _ in own }
        #expect(try Settings(environment: unknown).logLevel == .debug)
        #expect(problems(both.merging(["RELAY_LOG_LEVEL": "loud"]) { $1 }).count == 1)
    }

    @Test func `An unknown log level of Lambda is warned of`() throws {
        let settings = try Settings(environment: ["AWS_LAMBDA_LOG_LEVEL": "LOUD"])
        #expect(settings.logLevel == .info)
        #expect(settings.warnings == ["AWS_LAMBDA_LOG_LEVEL: 'LOUD' is not a log level, and was left alone"])
    }
}
