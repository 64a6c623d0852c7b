import CSystem

/// The variables that the process was started with.
enum ProcessEnvironment {
    /// Reads them all; bytes that are not UTF-8 are replaced, and of a repeated name the first counts.
    static func read() -> [String: String] {
        var variables: [String: String] = [:]
        guard var entry = unsafe relay_environment() else { return variables }
        while let text = unsafe entry.pointee {
            let variable = unsafe String(cString: text)
            unsafe entry = unsafe entry.advanced(by: 1)
            guard let equals = variable.utf8.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(variable[..<equals])
            guard !name.isEmpty, variables[name] == nil else { continue }
            variables[name] = String(variable[variable.utf8.index(after: equals)...])
        }
        return variables
    }
}
