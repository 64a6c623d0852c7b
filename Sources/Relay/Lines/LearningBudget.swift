/// How often something may be learned from a line for those that follow: a line that is read by what was learned pays
/// for another time, so that no more is spent where no two lines are alike.
struct LearningBudget {
    private static let most = 16

    private var left = Self.most

    /// One more line was like the one before.
    @inline(__always)
    mutating func earn() {
        if left < Self.most { left += 1 }
    }

    /// Whether it may be learned once more.
    mutating func spend() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}
