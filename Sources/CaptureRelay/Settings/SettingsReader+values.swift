import Relay

extension SettingsReader {
    /// A whole number from 1 up.
    mutating func count(_ variable: Variable) -> Int? {
        guard let value = trimmedValue(variable) else { return nil }
        guard value.allSatisfy({ ("0"..."9").contains($0) }), let count = Int(value), count > 0 else {
            refuse(variable, value: value, "is not a count")
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

    /// The level from which messages are shown; Lambda's own setting holds where ours is unset.
    mutating func logLevel() -> LogLevel? {
        if isSet(.logLevel) { return word(.logLevel).flatMap { Self.levels[$0] } }
        let lambdaName = "AWS_LAMBDA_LOG_LEVEL"
        guard let value = value(lambdaName) else { return nil }
        guard let level = Self.lambdaLevels[value.uppercased()] else {
            let shown = SettingsProblem.shortened(value)
            warnings.append("\(lambdaName): '\(shown)' is not a log level, and was left alone")
            return nil
        }
        return level
    }

    /// The folder that lines in quarantine are written to.
    mutating func quarantineFolder() -> String? {
        guard let value = trimmedValue(.quarantineURL) else { return nil }
        do throws(FolderURLError) { return try FolderURL.path(of: value) } catch {
            refuse(.quarantineURL, error.description)
            return nil
        }
    }

    /// The value of a variable without blanks around it.
    func trimmedValue(_ variable: Variable) -> String? {
        guard let value = value(variable) else { return nil }
        var text = value.drop(while: \.isWhitespace)
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
