import Relay

extension SettingsReader {
    /// A whole number from 1 up.
    mutating func count(_ variable: Variable, atMost limit: Int = .max) -> Int? {
        guard let value = trimmedValue(variable) else { return nil }
        guard value.allSatisfy({ ("0"..."9").contains($0) }), let count = Int(value), count > 0 else {
            refuse(variable, value: value, "is not a count")
            return nil
        }
        guard count <= limit else {
            refuse(variable, "'\(SettingsProblem.shortened(value))' is more than \(limit), the most there can be")
            return nil
        }
        return count
    }

    /// A number of bytes.
    mutating func size(_ variable: Variable, atMost limit: Int = .max) -> Int? {
        guard let value = trimmedValue(variable) else { return nil }
        do throws(ByteSizeError) {
            let bytes = try ByteSize.bytes(in: value)
            guard bytes > limit else { return bytes }
            refuse(variable, value: value, "is more than \(limit) bytes, the most there can be")
        } catch {
            refuse(variable, value: value, error.description)
        }
        return nil
    }

    /// A number from 0 to 1.
    mutating func share(_ variable: Variable) -> Double? {
        guard let value = trimmedValue(variable) else { return nil }
        guard let share = Share.value(of: value) else {
            refuse(variable, value: value, "is not a share")
            return nil
        }
        return share
    }

    /// A span of time that is shorter than so many seconds.
    mutating func seconds(_ variable: Variable, lessThan limit: Int, because reason: String) -> Duration? {
        guard let value = trimmedValue(variable) else { return nil }
        guard let span = Seconds.duration(of: value) else {
            refuse(variable, value: value, "is not a span of time")
            return nil
        }
        guard span < .seconds(limit) else {
            refuse(variable, value: value, "is not less than \(limit), \(reason)")
            return nil
        }
        return span
    }

    /// One of the words that the variable takes, in lower case.
    mutating func word(_ variable: Variable) -> String? {
        guard let value = trimmedValue(variable), case .words(let words) = variable.type else { return nil }
        let word = value.lowercased()
        guard words.contains(word) else {
            let question = Spelling.question(about: word, in: words)
            let shown = SettingsProblem.shortened(value)
            refuse(variable, "'\(shown)' is not one of its words; it takes \(variable.type.accepted)\(question)")
            return nil
        }
        return word
    }

    /// The level from which messages are shown: ours, else Lambda's own.
    ///
    /// With JSON logs Lambda's comes first, since it drops the lines below its level in any case.
    mutating func logLevel() -> LogLevel? {
        let own = word(.logLevel).flatMap { Self.levels[$0] }
        guard LogFormat(environment) == .json || !isSet(.logLevel), let level = lambdaLogLevel() else { return own }
        if let own, own != level {
            warnings.append(
                "\(Variable.logLevel.name): has no effect, since Lambda's JSON logs have a level of their own")
        }
        return level
    }

    private mutating func lambdaLogLevel() -> LogLevel? {
        let name = "AWS_LAMBDA_LOG_LEVEL"
        guard let value = value(name) else { return nil }
        let level = Self.lambdaLevels[value.uppercased()]
        if level == nil {
            warnings.append(
                "\(name): '\(SettingsProblem.shortened(value))' is not a log level, and was left alone")
        }
        return level
    }

    /// The value of a variable without blanks around it.
    func trimmedValue(_ variable: Variable) -> String? {
        value(variable).map(Self.trimmed)
    }

    /// A text without blanks around it.
    static func trimmed(_ text: String) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    private static let levels: [String: LogLevel] = [
        "error": .error, "warning": .warning, "info": .info, "debug": .debug,
    ]

    private static let lambdaLevels: [String: LogLevel] = [
        "TRACE": .debug, "DEBUG": .debug, "INFO": .info, "WARN": .warning, "ERROR": .error, "FATAL": .error,
    ]
}
