/// What a line is about, and under which header it stands: all that is needed, besides the line, to map it again.
package struct LineSubject: Equatable, Sendable {
    /// What it is about.
    package var matter = Matter.inferences
    /// The header of the table whose record it is.
    package var header: [UInt8]?

    /// A subject; inferences, unless it is said.
    package init(_ matter: Matter = .inferences, header: [UInt8]? = nil) {
        self.matter = matter
        self.header = header
    }
}
