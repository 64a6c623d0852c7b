import CSystem
import Glibc
import Relay

/// What the process does about signals: an interruption is noted and ends the work at the next line; a second one ends
/// the process at once; a closed pipe or a full quota is an error of the write.
enum ProcessSignals {
    /// Installs the handlers.
    static func install() {
        guard !Interruption.isRequested else { return }
        relay_let_writes_fail()
        for signal in [SIGINT, SIGTERM] { _ = relay_on_signal(signal, { _ in Interruption.request() }) }
    }
}
