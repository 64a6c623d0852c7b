extension SettingsReader {
    /// Refuses names that are nearly ours, and warns of others that begin like ours.
    mutating func checkVariableNames() {
        for name in environment.keys.sorted() where looksOurs(name) { check(name, origin: "") }
        guard let fileName else { return }
        for name in fileValues.keys.sorted() where environment[name]?.isEmpty ?? true {
            if looksOurs(name) {
                check(name, origin: " (in \(fileName))")
            } else if value(name) != nil, Variable(rawValue: name) == nil, let nearest = Self.nearest(to: name) {
                warnings.append(
                    "\(name): is not a setting (in \(fileName)), and was left alone; did you mean \(nearest)?")
            }
        }
    }

    private mutating func check(_ name: String, origin: String) {
        guard value(name) != nil, Variable(rawValue: name) == nil else { return }
        if let nearest = Self.nearest(to: name) {
            refuse(name, "is not a setting\(origin); did you mean \(nearest)?")
        } else {
            warnings.append("\(name): is not a setting of this version\(origin), and was left alone")
        }
    }

    private func looksOurs(_ name: String) -> Bool { Variable.prefixes.contains { name.hasPrefix($0) } }

    private static func nearest(to name: String) -> String? {
        Spelling.nearest(to: name, in: Variable.allCases.map(\.name))
    }
}
