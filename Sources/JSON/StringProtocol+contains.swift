extension StringProtocol {
    /// Whether some text stands in this one, byte by byte.
    ///
    /// Swift's own is a part of its library of regular expressions, which takes a megabyte of every process's memory
    /// and a part of its start.
    package func contains(_ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return true }
        var rest = utf8[...]
        while let place = rest.firstIndex(of: first) {
            rest = rest[place...]
            if rest.starts(with: wanted) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
