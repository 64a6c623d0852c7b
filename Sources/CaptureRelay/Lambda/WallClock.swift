import Glibc

/// The clock on the wall, which can be set and so measures nothing.
enum WallClock {
    /// The milliseconds since 1970.
    static func milliseconds() -> Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    }
}
