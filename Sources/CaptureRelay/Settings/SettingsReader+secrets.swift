import AWS
import Relay

extension SettingsReader {
    /// A secret, from its own variable or from where another one says that it is kept.
    mutating func secret(_ variable: Variable, keptAt reference: Variable) -> Secret? {
        guard isSet(variable) else { return keptSecret(reference) }
        if isSet(reference) { refuse(reference, "is set, and so is \(variable.name); set one of them") }
        return plainSecret(variable, reference)
    }

    private mutating func keptSecret(_ variable: Variable) -> Secret? {
        guard let text = trimmedValue(variable) else { return nil }
        do throws(SecretReferenceError) { return .kept(try SecretReference(text)) } catch {
            refuse(variable, "\(error); it takes one such as \(variable.example)")
            return nil
        }
    }

    private mutating func plainSecret(_ variable: Variable, _ reference: Variable) -> Secret? {
        guard let text = trimmedValue(variable) else { return nil }
        let lowercased = text.lowercased()
        if text.isEmpty {
            refuse(variable, "is blank")
        } else if lowercased.hasPrefix("arn:") {
            refuse(variable, "is an ARN, not the secret itself; set it as \(reference.name)")
        } else if lowercased.hasPrefix("bearer ") {
            refuse(variable, "begins with the word Bearer, which is put before it anyway; set what follows it")
        } else if !text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
            refuse(
                variable,
                "has a blank, a line break or another character inside that no token has; check how it was copied")
        } else {
            if value(variable)?.utf8.count != text.utf8.count {
                warnings.append("\(variable.name): has blanks or line breaks around it, which are left out")
            }
            return .text(text)
        }
        return nil
    }
}
