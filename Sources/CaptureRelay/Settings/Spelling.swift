/// Finds the word that a misspelt one was meant to be.
enum Spelling {
    /// How many letters are added, left out, replaced, or swapped with their neighbour between two words.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.unicodeScalars)
        let right = Array(right.unicodeScalars)
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var steps = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    steps = min(steps, beforeLast[column - 1] + 1)
                }
                current.append(steps)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }

    /// The nearest of some words, the first of several, unless all are further away than a limit.
    static func nearest(to word: String, in words: some Sequence<String>, within limit: Int = 2) -> String? {
        var nearest: String?
        var best = limit + 1
        let length = word.unicodeScalars.count
        for candidate in words where abs(candidate.unicodeScalars.count - length) < best {
            let steps = distance(word, candidate)
            guard steps < best else { continue }
            best = steps
            nearest = candidate
        }
        return nearest
    }

    /// A question that names the nearest of some words, or nothing when none is near enough for the word's length.
    static func question(about word: String, in words: some Sequence<String>) -> String {
        let limit = min(2, word.unicodeScalars.count / 2)
        guard let nearest = nearest(to: word, in: words, within: limit), nearest != word else { return "" }
        return "; did you mean '\(nearest)'?"
    }
}
