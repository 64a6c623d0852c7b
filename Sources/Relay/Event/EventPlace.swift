/// Where in an event something stands, so that a refusal can say it.
struct EventPlace {
    /// The place in words: "record 2 of the event".
    let name: String

    /// How many envelopes lie around it.
    let depth: Int

    /// A part of what stands here.
    func part(_ part: String) -> EventPlace {
        EventPlace(name: "\(part) of \(name)", depth: depth)
    }

    /// What lies in an envelope that stands here.
    func envelope(_ content: String) -> EventPlace {
        EventPlace(name: "\(content) in \(name)", depth: depth + 1)
    }

    /// What is inside a message that stands here, named by the message's id where it has one.
    func message(_ kind: String, id: String?) -> EventPlace {
        EventPlace(name: id.map { "\(kind) message \($0)" } ?? "the \(kind) message in \(name)", depth: depth + 1)
    }
}
