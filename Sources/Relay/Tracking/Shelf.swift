/// Where small documents are kept under names: progress and quarantine, in a folder or in S3.
package protocol Shelf: Sendable {
    /// A document and its tag, which changes with it; nothing where there is none.
    func read(_ name: String) async throws(ShelfError) -> ShelvedDocument?

    /// Keeps a document durably, in place of the one that has its name, and returns its tag.
    ///
    /// An error of kind `.conflict` where the condition does not hold; nothing has changed then.
    func write(_ bytes: [UInt8], to name: String, if condition: ShelfCondition) async throws(ShelfError) -> String

    /// How a document is called in messages, such as `s3://bucket/prefix/name`.
    func place(of name: String) -> String
}

/// A document on a shelf.
package struct ShelvedDocument: Equatable, Sendable {
    /// What it holds.
    package let bytes: [UInt8]
    /// What changes when it is written anew.
    package let tag: String

    /// A document.
    package init(bytes: [UInt8], tag: String) {
        self.bytes = bytes
        self.tag = tag
    }
}

/// What must be so for a document to be written.
package enum ShelfCondition: Equatable, Sendable {
    case always
    /// There is none under the name yet.
    case absent
    /// The one under the name has this tag still.
    case tag(String)
}

/// Why a document cannot be read or kept.
package struct ShelfError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong.
    package enum Kind: Equatable, Sendable {
        /// The condition does not hold: somebody else wrote.
        case conflict
        /// It may succeed later.
        case temporary
        /// It will not succeed until somebody does something about it.
        case lasting
    }

    /// What went wrong.
    package let kind: Kind
    /// A phrase that names the document and what to do next.
    package let description: String

    /// An error.
    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
