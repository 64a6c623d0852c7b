/// What the lines of an object are about, which decides how they become rows and where those go.
package enum Matter: Sendable {
    /// Inferences: what was asked and what was answered.
    case inferences
    /// Labels that came later, the ground truth of inferences.
    case labels

    /// Why a line is ignored that is not about what its object is about.
    var strayReason: String {
        switch self {
        case .inferences: "ground truth among captures; write captures and labels to objects of their own"
        case .labels: "a capture among labels; write captures and labels to objects of their own"
        }
    }
}
