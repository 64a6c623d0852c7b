/// Up to which key of a list everything is done, while its parts end in any order.
struct ResumePoint {
    private struct Part {
        let last: String
        var isDone = false
    }

    /// The last key up to which everything is done; at the beginning, that behind which the list began.
    private(set) var key: String?

    private var parts: [Part] = []
    /// The number of the first of the parts.
    private var first = 0

    /// The point that a list begins at.
    init(after key: String?) {
        self.key = key
    }

    /// Notes that the part of the list up to a key is on its way; its number.
    mutating func begin(upTo key: String) -> Int {
        parts.append(Part(last: key))
        return first + parts.count - 1
    }

    /// Notes that a part is done.
    mutating func end(_ number: Int) {
        parts[number - first].isDone = true
        let done = parts.prefix { $0.isDone }
        guard let last = done.last else { return }
        key = last.last
        first += done.count
        parts.removeFirst(done.count)
    }

    /// Notes that there is nothing to do up to a key.
    mutating func pass(_ key: String) {
        end(begin(upTo: key))
    }

    /// The flag that goes on there, to be pasted into a shell; nothing where that is the beginning.
    var flag: String? { key.map { "\(BackfillFlag.after.rawValue)=\(ShellWord.quoted($0))" } }
}
