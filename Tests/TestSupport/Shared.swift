import Synchronization

/// A value that several tasks of a test look at.
package final class Shared<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>

    /// A value to begin with.
    package init(_ value: Value) {
        kept = Mutex(value)
    }

    /// The value now.
    package var value: Value {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }

    /// Changes the value at once for all who look at it.
    package func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
        kept.withLock { body(&$0) }
    }
}
