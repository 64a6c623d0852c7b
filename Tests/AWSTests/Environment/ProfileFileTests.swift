import Testing

@testable import AWS

struct ProfileFileTests {
    private static func sections(_ text: String) -> [String: [String: String]] {
        ProfileFile(Array(text.utf8)).sections
    }

    @Test func `Sections have settings, whose names are in small letters`() {
        let sections = Self.sections(
            "\u{FEFF}stray = 1\r\n[default]\r\nRegion = eu-west-1 \r\n\r\n# comment\r\n; comment\r\n[profile a]\r\nx=1=2\r\n"
        )
        #expect(sections == ["default": ["region": "eu-west-1"], "profile a": ["x": "1=2"]])
    }

    @Test(arguments: ["[profile a b]", "[profile  \"a b\"]", "[ profile 'a b' ] # comment", "[profile\ta b]"])
    func `A section's name may have quotes and more than one space`(title: String) {
        #expect(Self.sections("\(title)\nx = 1") == ["profile a b": ["x": "1"]])
    }

    @Test func `A section that is there twice is one, of whose settings the last counts`() {
        #expect(Self.sections("[a]\nx=1\ny=1\n[b]\n[a]\nx=2") == ["a": ["x": "2", "y": "1"], "b": [:]])
    }

    @Test func `Indented lines go on with a value, or set what is below it`() {
        let sections = Self.sections("[a]\nx = 1\n  2\ns3 =\n  endpoint_url = http://h\n\tother=1\ny = 3")
        #expect(sections["a"] == ["x": "1\n2", "s3": "", "s3.endpoint_url": "http://h", "s3.other": "1", "y": "3"])
    }

    @Test func `What is neither section nor setting is passed over`() {
        #expect(Self.sections("[a]\nnonsense\n= 1\n[\n]\n[]\nx = 1") == ["a": [:]])
    }

    @Test func `A comment behind a value is no part of it, except of a command`() {
        let profile = Profile(
            name: "a", values: ["region": "eu-west-1 # mine", "key": "a#b;c", "none": "", "x": "\t#"])
        #expect(profile["region"] == "eu-west-1")
        #expect(profile.whole("region") == "eu-west-1 # mine")
        #expect(profile["key"] == "a#b;c")
        #expect(profile["none"] == nil)
    }
}
