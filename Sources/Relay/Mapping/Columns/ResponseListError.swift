/// What is wrong with a list of response fields; each case ends a sentence that began with the variable's name.
package enum ResponseListError: Error, Equatable, CustomStringConvertible {
    case noName(Int)
    case openQuote(Int)
    case unexpected(Character, Int)
    case repeated(String)
    case unknownRule(String, String)
    case noNumber(String, String)
    case nothingBefore(String)
    case nothingLeft(String)
    case unknown(String, known: [String])

    /// The sentence's end.
    package var description: String {
        switch self {
        case .noName(let number):
            "field \(number) has no name; check for a comma too many"
        case .openQuote(let number):
            "field \(number) has a quote that is never closed"
        case .unexpected(let character, let number):
            "field \(number) has '\(character)' where a comma was expected"
        case .repeated(let name):
            "'\(name)' is there twice"
        case .unknownRule(let name, let word):
            """
            '\(name)' has the rule '\(word)'; a label is told by \(name)>=0.5 or \(name)=argmax, and paths into the \
            output are for CAPTURE_OUTPUT_COLUMNS
            """
        case .noNumber(let name, let word):
            "'\(name)' is told by '\(word)', which is no number; write \(name)>=0.5"
        case .nothingBefore(let name):
            """
            '\(name)' has nothing that it could be told from; name that first, such as score,\(name)>=0.5 or \
            probability[],\(name)=argmax
            """
        case .nothingLeft(let name):
            "'\(name)[]' finds no column left that no other field names"
        case .unknown(let name, let known):
            "'\(name)' is no column of CAPTURE_OUTPUT_COLUMNS, which has \(known.joined(separator: ", "))"
        }
    }
}
