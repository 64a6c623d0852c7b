/// A number with its noun, such as "1 line" or "2 lines".
struct Count: CustomStringConvertible {
    let description: String

    init(_ number: Int, _ noun: String) {
        description = "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
