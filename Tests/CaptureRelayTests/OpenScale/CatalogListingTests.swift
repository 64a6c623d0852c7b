import JSON
import Testing

@testable import CaptureRelay

@Suite struct CatalogListingTests {
    @Test func `Columns stand below each other, with letters of Korean two places wide`() {
        let lines = TextTable.lines(["ID", "NAME", "STATE"], [["1", "이탈 모델", "active"], ["22", "a", ""]])
        #expect(
            lines == [
                "ID  NAME       STATE",
                "1   이탈 모델  active",
                "22  a          -",
            ])
    }

    @Test func `Decomposed letters take the places of composed ones`() {
        #expect(TextTable.width("cafe\u{301}") == 4)
        #expect(TextTable.width("\u{1112}\u{1161}\u{11AB}") == 2)
    }

    @Test func `What would move the cursor is shown`() {
        #expect(TextTable.lines(["A"], [["x\u{1B}[2J"]])[1] == "x\\x1b[2J")
    }

    @Test func `An instance without anything is told as such`() {
        let listing = CatalogListing(instance: "i", providers: [], subscriptions: [], dataSets: [])
        #expect(listing.table.hasSuffix("OPENSCALE_FEEDBACK_DATA_SET_ID)\n  none\n"))
    }

    @Test func `JSON holds what the table holds, and the columns of the subscriptions`() throws {
        let entity = try JSONValue(
            parsing: """
                {"service_provider_id":"p","asset":{"problem_type":"binary"},"deployment":{"name":"e","deployment_id":"d"},
                "asset_properties":{"label_column":"l","prediction_field":"q","probability_fields":["s"]},
                "status":{"state":"error"}}
                """)
        let listing = CatalogListing(
            instance: "i", providers: [], subscriptions: [CatalogEntry(id: "s", entity: entity)], dataSets: [])
        let told = try #require(try JSONValue(parsing: listing.json)["subscriptions"]?.elements?.first)
        #expect(told["id"]?.string == "s")
        #expect(told["state"]?.string == "error")
        #expect(told["endpoint"]?.string == "e")
        #expect(told["label"]?.string == "l")
        #expect(told["probabilities"] == .array([.string("s")]))
        #expect(told["features"] == nil)
        #expect(listing.table.contains("error"))
    }
}
