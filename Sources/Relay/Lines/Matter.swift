/// What the lines of an object are about, which decides how they become rows and where those go.
package enum Matter: Sendable {
    /// Inferences: what was asked and what was answered.
    case inferences
    /// Labels that came later, the ground truth of inferences.
    case labels
}
