/// Looks settings up, in the environment first and then in a file, and collects what is wrong with them.
struct SettingsReader {
    /// Reads the bytes of a file that a setting names.
    typealias ReadFile = (String) throws(TextFileError) -> [UInt8]

    /// What is wrong so far.
    private(set) var problems: [SettingsProblem] = []

    /// What is strange, but stops nothing.
    var warnings: [String] = []

    /// Whether everything that was set is known; not so after a settings file that cannot be read.
    private(set) var isComplete = true

    /// What the file sets.
    private(set) var fileValues: [String: String] = [:]

    /// The lists that were read, by the variables that hold or name them.
    private(set) var texts: [Variable: String] = [:]

    /// The name of the file, if there is one.
    let fileName: String?

    /// All variables of the process.
    let environment: [String: String]

    private let readFile: ReadFile

    /// Begins with an environment, and the file that the command line or the environment names.
    init(environment: [String: String], environmentFile: String?, readFile: @escaping ReadFile) {
        self.environment = environment
        self.readFile = readFile
        let named = environment[Variable.environmentFile.name].flatMap { $0.isEmpty ? nil : $0 }
        fileName = environmentFile ?? named
        guard let fileName else { return }
        let origin = environmentFile == nil ? Variable.environmentFile.name : "--env-file"
        do throws(TextFileError) {
            let file = EnvironmentFile(try readFile(fileName))
            fileValues = file.values
            isComplete = file.problems.isEmpty
            // A file that is none of settings would fill the screen.
            var sentences = file.problems.prefix(10).map(\.description)
            let others = file.problems.count - sentences.count
            if others > 0 { sentences.append("\(others) more lines are faulty; is it a file of settings?") }
            problems = sentences.map { SettingsProblem(name: origin, sentence: "\(fileName): \($0)") }
        } catch {
            isComplete = false
            problems = [SettingsProblem(name: origin, sentence: "\(fileName) \(error)")]
        }
        if file(sets: Variable.environmentFile.name) {
            warnings.append("\(Variable.environmentFile.name): set in \(fileName), where it has no meaning")
        }
    }

    /// The value of a name, unless it is unset or empty.
    func value(_ name: String) -> String? {
        if let value = environment[name], !value.isEmpty { return value }
        return file(sets: name) ? fileValues[name] : nil
    }

    /// The value of a variable, unless it is unset or empty.
    func value(_ variable: Variable) -> String? { value(variable.name) }

    /// Whether a variable has a value.
    func isSet(_ variable: Variable) -> Bool { value(variable) != nil }

    /// Whether something was found wrong with a variable.
    func hasProblem(_ variable: Variable) -> Bool { problems.contains { $0.name == variable.name } }

    /// Notes what is wrong with a variable; the sentence must not hold its value, unless it may be shown.
    mutating func refuse(_ name: String, _ sentence: String) {
        problems.append(SettingsProblem(name: name, sentence: sentence))
    }

    /// Notes what is wrong with a variable.
    mutating func refuse(_ variable: Variable, _ sentence: String) { refuse(variable.name, sentence) }

    /// Notes that the value of a variable is none that it accepts.
    mutating func refuse(_ variable: Variable, value: String, _ fault: String, question: String = "") {
        let shown = variable.isShown ? "'\(SettingsProblem.shortened(value))'" : "its value"
        refuse(
            variable,
            "\(shown) \(fault); it takes \(variable.type.accepted), such as \(variable.example)\(question)")
    }

    /// The text of a variable, or of the file that a value such as `@columns.csv` names.
    mutating func textOrFile(_ variable: Variable) -> String? {
        let text = readText(variable)
        texts[variable] = text
        return text
    }

    private mutating func readText(_ variable: Variable) -> String? {
        guard let value = value(variable) else { return nil }
        guard value.hasPrefix("@") else { return value }
        let path = String(value.dropFirst())
        do throws(TextFileError) {
            let bytes = try readFile(path)
            if let text = String(validating: bytes, as: UTF8.self) {
                return text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
            }
            refuse(variable, "the file \(path) is not UTF-8 text")
        } catch {
            refuse(variable, "the file \(path) \(error)")
        }
        return nil
    }

    private func file(sets name: String) -> Bool { fileValues[name].map { !$0.isEmpty } ?? false }
}
