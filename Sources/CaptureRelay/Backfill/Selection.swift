import Relay

/// Chooses of a list what is to be relayed, and counts the rest.
struct Selection {
    private let span: TimeSpan
    private let settings: PipelineSettings
    /// Where this program itself keeps things.
    private let shelves: [ShelfURL]

    /// How many objects were listed.
    private(set) var listed = 0
    /// How many of them were chosen.
    private(set) var chosen = 0
    /// How many have a time that is not wanted.
    private(set) var outside = 0
    /// How many only show a folder.
    private(set) var folderMarkers = 0
    /// How many have keys that the settings leave out.
    private(set) var unwanted = 0
    /// How many are what this program keeps beside the captures.
    private(set) var own = 0
    /// The first of those whose keys no event can carry, and how many they are.
    private(set) var unreadable: (first: String, count: Int)?

    /// A selection of what the command line and the settings want.
    init(_ span: TimeSpan, _ settings: PipelineSettings, shelves: [ShelfURL] = []) {
        self.span = span
        self.settings = settings
        self.shelves = shelves
    }

    /// Those of some objects that are to be relayed.
    mutating func choose(from page: [ListedObject]) -> [ListedObject] {
        listed += page.count
        let wanted = page.filter { isWanted($0) }
        chosen += wanted.count
        return wanted
    }

    private mutating func isWanted(_ listed: ListedObject) -> Bool {
        let object = listed.object
        if object.key.utf8.last == UInt8(ascii: "/"), object.size == 0 {
            folderMarkers += 1
        } else if shelves.contains(where: { $0.holds(object) }) {
            own += 1
        } else if settings.reasonToSkip(object) != nil {
            unwanted += 1
        } else if !span.contains(listed.time) {
            outside += 1
        } else if object.key.utf8.contains(0) {
            unreadable = (unreadable?.first ?? object.uri, (unreadable?.count ?? 0) + 1)
        } else {
            return true
        }
        return false
    }

    /// What was found, in one sentence.
    var sentence: String {
        let parts = [
            (chosen, "to relay"), (outside, "outside of --from and --to"), (folderMarkers, "that only show folders"),
            (unwanted, "left out by their keys"), (own, "of progress and quarantine"),
            (unreadable?.count ?? 0, "that cannot be read"),
        ]
        let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return "\(listed) \(listed == 1 ? "object" : "objects") listed" + (told.isEmpty ? "" : ": \(told)")
    }
}
