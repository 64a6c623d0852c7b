import Relay
import Testing

@testable import CaptureRelay

@Suite struct MappingSettingsTests {
    @Test func `Every setting of the mapping is read`() throws {
        let mapping = try Settings(environment: [
            "CAPTURE_INPUT_COLUMNS": #"age,"city, state"?"#, "CAPTURE_OUTPUT_COLUMNS": "score=predictions[].score",
            "CAPTURE_TIMESTAMP_COLUMN": "at", "CAPTURE_TIMESTAMP_FORMAT": "epoch-ms", "CAPTURE_ID_COLUMN": "id",
            "CAPTURE_METADATA_COLUMNS": "endpoint=key.endpoint", "CAPTURE_COLUMN_TYPES": "age:int,score:float",
            "CAPTURE_SHADOW": "relay",
        ]).mapping
        #expect(mapping.inputs == [Column("age", type: .int), Column("city, state", isOptional: true)])
        let path = ColumnPath([.key("predictions"), .each, .key("score")])
        #expect(mapping.outputs == [Column("score", path: path, type: .float)])
        #expect(mapping.timestamp == TimestampColumn(name: "at", format: .epochMilliseconds))
        #expect(mapping.idColumn == "id")
        #expect(mapping.metadata == [MetadataColumn(name: "endpoint", source: .endpoint)])
        #expect(mapping.relaysShadow)
    }

    @Test(arguments: ["CAPTURE_INPUT_COLUMNS", "FIDDLER_MODEL_COLUMNS"])
    func `A list can be in a file`(name: String) throws {
        let settings = try Settings(
            environment: [name: "@lists/columns", "CAPTURE_COLUMN_TYPES": "@types"],
            readFile: reading(["lists/columns": "\u{FEFF}age\nincome\n", "types": "age:int\n"]))
        #expect(settings.mapping.inputs == [Column("age", type: .int), Column("income")])
    }

    @Test func `A list in a file that cannot be read or is no text names the file`() {
        #expect(
            problems(["CAPTURE_OUTPUT_COLUMNS": "@gone"])
                == ["CAPTURE_OUTPUT_COLUMNS: the file gone cannot be read: No such file or directory"])
        #expect(throws: SettingsError.self) {
            try Settings(environment: ["CAPTURE_OUTPUT_COLUMNS": "@binary"], readFile: { _ in [0xFF] })
        }
    }

    @Test(arguments: [
        ("CAPTURE_INPUT_COLUMNS", "FIDDLER_MODEL_COLUMNS"), ("CAPTURE_OUTPUT_COLUMNS", "FIDDLER_MODEL_OUTPUT_COLUMN"),
        ("CAPTURE_TIMESTAMP_COLUMN", "FIDDLER_TIMESTAMP_COLUMN"),
    ])
    func `An alias means the same as its twin, and another value is a problem`(name: String, alias: String) throws {
        let expected = try Settings(environment: [name: "a"])
        #expect(try Settings(environment: [alias: "a"]) == expected)
        #expect(try Settings(environment: [name: "a", alias: " a"]) == expected)
        #expect(
            problems([name: "a", alias: "b"])
                == ["\(alias): has another value than \(name), which means the same; set one of them"])
    }

    @Test(arguments: [
        (["CAPTURE_INPUT_COLUMNS": "age,age"], "CAPTURE_INPUT_COLUMNS: 'age' is named twice"),
        (
            ["CAPTURE_INPUT_COLUMNS": "age", "CAPTURE_OUTPUT_COLUMNS": "age"],
            "CAPTURE_OUTPUT_COLUMNS: 'age' is named here and in CAPTURE_INPUT_COLUMNS"
        ),
        (
            ["FIDDLER_MODEL_COLUMNS": "at", "FIDDLER_TIMESTAMP_COLUMN": "at"],
            "FIDDLER_TIMESTAMP_COLUMN: 'at' is named here and in FIDDLER_MODEL_COLUMNS"
        ),
        (
            ["CAPTURE_OUTPUT_COLUMNS": "a", "CAPTURE_METADATA_COLUMNS": "a=key.endpoint"],
            "CAPTURE_METADATA_COLUMNS: 'a' is named here and in CAPTURE_OUTPUT_COLUMNS"
        ),
        (
            ["CAPTURE_METADATA_COLUMNS": "a=key.endpoint", "CAPTURE_ID_COLUMN": "a"],
            "CAPTURE_ID_COLUMN: 'a' is named here and in CAPTURE_METADATA_COLUMNS"
        ),
    ])
    func `A name that two columns would have is a problem`(environment: [String: String], problem: String) {
        #expect(problems(environment) == ["\(problem); every column of a row needs a name of its own"])
    }

    @Test func `Types are for columns that are there, and each only once`() {
        #expect(
            problems([
                "CAPTURE_INPUT_COLUMNS": "age,income", "CAPTURE_COLUMN_TYPES": "agee:int,age:int,age:float,x:int",
            ])
                == [
                    "CAPTURE_COLUMN_TYPES: 'age' has a type twice",
                    """
                    CAPTURE_COLUMN_TYPES: 'agee' is no column of CAPTURE_INPUT_COLUMNS or CAPTURE_OUTPUT_COLUMNS; \
                    did you mean 'age'?
                    """,
                    "CAPTURE_COLUMN_TYPES: 'x' is no column of CAPTURE_INPUT_COLUMNS or CAPTURE_OUTPUT_COLUMNS",
                ])
        #expect(
            problems(["CAPTURE_INPUT_COLUMNS": "age", "CAPTURE_COLUMN_TYPES": "age:integer"])
                == ["CAPTURE_COLUMN_TYPES: 'age' has the type 'integer'; it can be int, float, string or bool"])
    }

    @Test func `Types of columns whose list is faulty are not called unknown`() {
        let environment = ["CAPTURE_INPUT_COLUMNS": "age,", "CAPTURE_COLUMN_TYPES": "age:int"]
        #expect(problems(environment).map { $0.prefix(21) } == ["CAPTURE_INPUT_COLUMNS"])
    }

    @Test(arguments: [
        "a=x[].a,b=x[].b,c=y", "a=x[].y[].a,b=x[].y[].b", "a=x[],b=y[]", "a=x[].p,b=y[].q", "a=x[0].p,b=y[0].q[]",
    ])
    func `Columns whose rows can be told are accepted`(list: String) throws {
        _ = try Settings(environment: ["CAPTURE_INPUT_COLUMNS": list])
        _ = try Settings(environment: ["CAPTURE_OUTPUT_COLUMNS": list])
    }

    @Test(arguments: ["a=x[].y[],b=z[]", "a=z[],b=x[].y[]", "a=x[].p[].q,b=y[].p[].q", "a=x[].y[].z,b=x[].w"])
    func `Columns whose rows cannot be told are a problem that says why`(list: String) throws {
        for name in ["CAPTURE_INPUT_COLUMNS", "CAPTURE_OUTPUT_COLUMNS"] {
            let problem = try #require(problems([name: list]).first)
            #expect(problem.hasPrefix("\(name): 'a' and 'b' take their rows from different arrays"))
            #expect(problem.hasSuffix("let their paths be the same up to the last []"))
        }
    }

    @Test func `Rows of the two sides may come from different arrays`() throws {
        _ = try Settings(environment: ["CAPTURE_INPUT_COLUMNS": "a=x[].y[]", "CAPTURE_OUTPUT_COLUMNS": "b=z[]"])
    }

    @Test func `A timestamp format without its column is warned of`() throws {
        let settings = try Settings(environment: ["CAPTURE_TIMESTAMP_FORMAT": "epoch"])
        #expect(
            settings.warnings == ["CAPTURE_TIMESTAMP_FORMAT: has no effect, since CAPTURE_TIMESTAMP_COLUMN is not set"])
        let both = ["CAPTURE_TIMESTAMP_FORMAT": "epoch", "FIDDLER_TIMESTAMP_COLUMN": "at"]
        #expect(try Settings(environment: both).warnings == [])
    }

    @Test(arguments: ["a,b", "a=b", "a?", "\"a"])
    func `The timestamp and the id take one name alone`(value: String) {
        #expect(problems(["CAPTURE_TIMESTAMP_COLUMN": value]).count == 1)
        #expect(problems(["CAPTURE_ID_COLUMN": value]).count == 1)
    }

    @Test func `A metadata column without a known source is a problem`() {
        #expect(problems(["CAPTURE_METADATA_COLUMNS": "endpoint"]).count == 1)
        #expect(problems(["CAPTURE_METADATA_COLUMNS": "endpoint=key.endpint"]).count == 1)
    }

    @Test func `a star gives a type to all columns that are not named`() throws {
        let settings = try Settings(environment: [
            "CAPTURE_INPUT_COLUMNS": "age,city", "CAPTURE_OUTPUT_COLUMNS": "score", "CAPTURE_LABEL_COLUMNS": "left",
            "CAPTURE_COLUMN_TYPES": "*:float,city:string",
        ])
        #expect(settings.mapping.inputs.map(\.type) == [.float, .string])
        #expect(settings.mapping.outputs.map(\.type) == [.float])
        #expect(settings.mapping.labels?.columns.map(\.type) == [.float])
    }
}
