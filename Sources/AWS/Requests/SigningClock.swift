import Synchronization

/// The time that requests are signed with: the machine's, corrected where AWS says that it is too far off.
package final class SigningClock: Sendable {
    private let machine: @Sendable () -> AmazonTime
    private let correction = Mutex(0)

    /// A clock over the machine's.
    package init(machine: @escaping @Sendable () -> AmazonTime = { .now }) {
        self.machine = machine
    }

    /// The time now.
    package var now: AmazonTime { AmazonTime(seconds: machine().seconds + correction.withLock { $0 }) }

    /// Goes by what AWS says is the time, from now on.
    package func correct(to time: AmazonTime) {
        let difference = time.seconds - machine().seconds
        correction.withLock { $0 = difference }
    }
}
