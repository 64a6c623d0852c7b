import Relay
import Testing

@Suite struct SkippingTests {
    private static func announcement(_ keys: String...) -> Announcement {
        var announcement = Announcement()
        announcement.parts = [Part()]
        announcement.parts[0].objects = keys.map { ObjectReference(bucket: "captures", key: $0) }
        return announcement
    }

    private static func store() -> PipelineRig.Store {
        PipelineRig.Store(.init(Array(Captured.csv("1", "2").utf8)))
    }

    @Test(
        arguments: [
            ("in/", nil, "in/a.jsonl", true), ("in/", nil, "out/in/a.jsonl", false), (nil, ".jsonl", "a.jsonl", true),
            (nil, ".jsonl", "a.jsonl.gz", false), ("in/", ".jsonl", "in/a.jsonl", true), ("é", nil, "e\u{301}", false),
            (nil, nil, "in/_SUCCESS", false), (nil, nil, "_SUCCESS", false), (nil, nil, "in/_SUCCESS/a", true),
            (nil, nil, "in/MY_SUCCESS", true),
        ] as [(String?, String?, String, Bool)])
    func `keys that do not match are skipped with the reason`(
        prefix: String?,
        suffix: String?,
        key: String,
        isRelayed: Bool
    ) async {
        var rig = PipelineRig()
        rig.settings.keyPrefix = prefix
        rig.settings.keySuffix = suffix
        let report = await rig.relay(Self.announcement(key), from: Self.store())
        #expect(rig.rows.count == (isRelayed ? 1 : 0))
        #expect(report.skipped == (isRelayed ? 0 : 1))
        #expect(report.objects == 1)
    }

    @Test func `what an event skips and refuses is reported`() async {
        var announcement = Self.announcement("a.jsonl")
        announcement.parts[0].skipped = [.init(uri: "s3://captures/old", reason: "removed")]
        announcement.parts[0].refused = [.init(uri: "s3://captures/%", reason: "its key does not decode")]
        let rig = PipelineRig()
        let report = await rig.relay(announcement, from: Self.store())
        #expect(report.details.map(\.outcome) == [.skipped, .failed, .delivered])
        #expect(report.details.map(\.reason) == ["removed", "its key does not decode", nil])
        #expect(rig.log.messages(with: "its key does not decode").count == 1)
    }

    @Test func `an object of ground truth alone is skipped`() async {
        let rig = PipelineRig()
        let report = await rig.relay("{\"groundTruthData\":{}}\n\n{\"groundTruthData\":{}}\n")
        #expect(report.details.map(\.outcome) == [.skipped])
        #expect(
            report.details.first?.reason
                == "all its lines are of another kind: ground truth; to relay it, name its columns in CAPTURE_LABEL_COLUMNS"
        )
        #expect(report.total.ignored == 2)
        #expect(report.total.blank == 1)
    }

    @Test func `ground truth among captures is ignored`() async {
        let rig = PipelineRig()
        let report = await rig.relay("{\"groundTruthData\":{}}\n\(Captured.csv("1", "2"))\n")
        #expect(report.details.map(\.outcome) == [.delivered])
        #expect(report.total.ignored == 1)
        #expect(rig.rows.count == 1)
    }

    @Test(arguments: [
        (#"["a.csv.out","b.csv.out"]"#, "manifest"), (#"[ {"prefix":"s3://b/"}, "a" ]"#, "manifest"),
        ("https 2026-01-01T00:00:00.000000Z app/x 1.2.3.4:5\n", "load balancer"),
        (#"{"SageMakerOutput":0.4,"a":1}"#, "SageMakerOutput"), (#"{"deviceFleetName":"x"}"#, "deviceFleetName"),
        (#"{"captureRelay":"continue/1","object":{}}"#, "this program itself"),
        (#"{"captureRelay":"quarantine/2","uri":"s3://b/k"}"#, "another version"),
    ])
    func `an object of another kind is skipped and not one error a line`(text: String, word: String) async {
        for chunks in [[Int.max], [1]] {
            let rig = PipelineRig()
            let result = await rig.result(of: .init(Array(text.utf8), chunks: chunks))
            #expect(result?.outcome == .skipped)
            #expect(result?.reason?.contains(word) == true)
            #expect(result?.tally.lines == 0)
            #expect(rig.quarantine.text.isEmpty)
        }
    }

    @Test func `an object that is not there fails and the next one goes on`() async throws {
        try await PipelineRig.withFolder { folder in
            try folder.write(Captured.csv("1", "2"), to: "captures/here.jsonl")
            let rig = PipelineRig()
            let store = FolderObjectStore(folder: folder.path)
            let report = await rig.relay(Self.announcement("gone.jsonl", "here.jsonl"), from: store)
            #expect(report.details.map(\.outcome) == [.failed, .delivered])
            #expect(report.details.first?.reason?.contains("s3://captures/gone.jsonl is not there") == true)
            #expect(rig.rows.count == 1)
        }
    }
}
