import Testing

/// A payload variant: a line, the rows without columns, and the rows with them.
struct Variant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let line: String
    let open: [String]
    let columns: Mapped
    let rows: [String]

    init(_ name: String, _ line: String, open: [String], _ columns: Mapped, rows: [String]) {
        testDescription = name
        self.line = line
        self.open = open
        self.columns = columns
        self.rows = rows
    }
}

@Suite struct VariantTests {
    @Test(arguments: Variant.csv + Variant.json + Variant.wrapped + Variant.models + Variant.encoded)
    func `a variant without columns takes its names from the payloads`(variant: Variant) throws {
        #expect(try Mapped().rows(of: variant.line) == variant.open)
    }

    @Test(arguments: Variant.csv + Variant.json + Variant.wrapped + Variant.models + Variant.encoded)
    func `a variant with columns gives them in their order`(variant: Variant) throws {
        #expect(try variant.columns.rows(of: variant.line) == variant.rows)
    }

    @Test(arguments: [
        (
            #"{"captureData":{"batchTransformOutput":{"data":"7,8,0.4","encoding":"CSV"}},"eventMetadata":{"eventId":"i"}}"#,
            "batch transform output"
        ),
        (
            #"{"captureData":{"batchTransformOutput":{"data":"{\"a\":7,\"SageMakerOutput\":0.4}","encoding":"JSON"}}}"#,
            "batch transform output"
        ),
        (
            #"{"groundTruthData":{"data":"1","encoding":"CSV"},"eventMetadata":{"eventId":"i"},"eventVersion":"0"}"#,
            "ground truth; to relay it, name its columns in CAPTURE_LABEL_COLUMNS"
        ),
        (
            #"{"eventVersion":"0","groundTruthData":{"data":"{\"label\":1}","encoding":"JSON"},"captureData":{}}"#,
            "ground truth"
        ),
    ])
    func `V26 and V27 are ignored with their names`(line: String, reason: String) throws {
        #expect(try Mapped().reasonForIgnoring(line) == reason)
        #expect(try Mapped("a", "b").reasonForIgnoring(line) == reason)
    }

    @Test func `a merged line is ground truth, whatever else is in it`() throws {
        let merged = Captured.csv("7", "0.4").replacing(
            #""eventVersion":"0""#, with: #""groundTruthData":{"data":"1","encoding":"CSV"}"#)
        #expect(try Mapped("a", "b").reasonForIgnoring(merged) == "ground truth")
    }
}
