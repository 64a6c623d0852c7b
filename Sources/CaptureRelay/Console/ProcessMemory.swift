import CSystem

/// How the process gets its memory.
enum ProcessMemory {
    /// Lets threads share what each of them frees; with a pool for every thread, a batch that one made and another one
    /// sent leaves its room behind in both.
    static func shareFreedRoom() {
        _ = mallopt(M_ARENA_MAX, 2)
    }
}
