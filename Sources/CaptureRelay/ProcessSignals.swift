import CSystem
import Glibc
import HTTP
import Relay

/// What the process does about signals: an interruption is noted and ends the work at the next line; a second one ends
/// the process at once; a closed pipe or a full quota is an error of the write.
enum ProcessSignals {
    /// Readable from the moment that the process was told to stop, for who waits for something else.
    static let bell = relay_bell()

    /// The same for transfers.
    static var source: InterruptionSource {
        InterruptionSource(bell: bell < 0 ? nil : bell) { Interruption.isRequested }
    }

    /// Installs the handlers.
    static func install() {
        // A handler may not be the one who makes the bell.
        _ = bell
        guard !Interruption.isRequested else { return }
        relay_let_writes_fail()
        for signal in [SIGINT, SIGTERM] { _ = relay_on_signal(signal, { _ in ProcessSignals.interrupt() }) }
    }

    private static func interrupt() {
        Interruption.request()
        relay_ring(bell)
    }
}
