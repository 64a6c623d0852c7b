/// How the process is told to stop.
package struct InterruptionSource: Sendable {
    /// Whether it was.
    let isRequested: @Sendable () -> Bool

    /// A descriptor that becomes readable then, and stays so; without one, it is looked every 200 ms.
    let bell: Int32?

    /// A source.
    package init(bell: Int32? = nil, isRequested: @escaping @Sendable () -> Bool) {
        self.bell = bell
        self.isRequested = isRequested
    }

    /// A process that is never told to stop.
    package static var never: InterruptionSource { InterruptionSource { false } }
}
