/// Where the captures lie that labels are joined with.
package struct CaptureSource: Sendable {
    /// How the place is called in messages.
    package var name: String
    /// Makes a list of what lies there, from its beginning.
    package var list: @Sendable () -> any ObjectList
    /// Makes what the objects of the list are opened with.
    package var store: @Sendable () -> any ObjectStore

    /// A place.
    package init(
        name: String, list: @escaping @Sendable () -> any ObjectList, store: @escaping @Sendable () -> any ObjectStore
    ) {
        self.name = name
        self.list = list
        self.store = store
    }
}
