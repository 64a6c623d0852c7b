import Synchronization

/// Tells a monitor that refuses some rows from one that refuses everything.
///
/// It lives as long as the process talks to the monitor: what was accepted once makes a refusal the row's own matter.
package final class RefusalStreak: Sendable {
    private struct State {
        var hasAccepted = false
        var refusals = 0
    }

    /// So many rows in a row, each refused by itself, and none accepted ever: the settings are at fault.
    private static let mostAtFirst = 5
    /// So many when rows were accepted before: the monitor has changed its mind.
    ///
    /// A whole batch of bad rows must get through, or the object could never be done.
    private static let mostLater = 1500

    private let state = Mutex(State())

    /// A streak of nothing.
    package init() {}

    /// Whether any row was accepted.
    package var hasAccepted: Bool { state.withLock { $0.hasAccepted } }

    /// Notes that rows were accepted.
    package func accept() {
        state.withLock { $0 = State(hasAccepted: true) }
    }

    /// Notes that earlier runs had rows accepted: what is left may well be the rows at fault.
    package func recall() {
        state.withLock { $0.hasAccepted = true }
    }

    /// Notes that a row was refused by itself; whether it is plain by now that everything is.
    package func refuse() -> Bool {
        state.withLock { state in
            state.refusals += 1
            return state.refusals >= (state.hasAccepted ? Self.mostLater : Self.mostAtFirst)
        }
    }
}
