import AWS

extension SettingsReader {
    /// What is said with every request to S3.
    mutating func s3Options() -> S3Options {
        S3Options(paysForRequests: word(.requestPayer) != nil, expectedBucketOwner: account(.expectedBucketOwner))
    }

    /// AWS's own variables that the file sets.
    var amazonVariables: [String: String] {
        fileValues.filter { $0.key.hasPrefix("AWS_") && Variable(rawValue: $0.key) == nil }
    }

    /// What AWS's own variables and files say; what is wrong with them is told with all the rest.
    mutating func amazonEnvironment() -> AWSEnvironment {
        let reader = self
        let environment = AWSEnvironment { reader.value($0) }
        for problem in environment.problems { refuse(problem.name, problem.sentence) }
        return environment
    }

    /// The number of an account.
    private mutating func account(_ variable: Variable) -> String? {
        guard let value = trimmedValue(variable) else { return nil }
        guard value.utf8.count == 12, value.allSatisfy({ ("0"..."9").contains($0) }) else {
            refuse(variable, value: value, "is not an account id")
            return nil
        }
        return value
    }
}
