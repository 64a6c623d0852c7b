/// A list of objects, handed out page by page: nobody ever has all of it.
package protocol ObjectList: AnyObject {
    /// The next objects, in the order of the bytes of their keys; nothing at the end.
    func next() async throws(FetchError) -> [ListedObject]?
}

/// An object of a list.
package struct ListedObject: Equatable, Sendable {
    /// The object.
    package let object: ObjectReference
    /// When it was written, in seconds since 1970.
    package let modified: Int

    /// An object that was written at some time.
    package init(_ object: ObjectReference, modified: Int) {
        var object = object
        object.isListed = true
        self.object = object
        self.modified = modified
    }
}
