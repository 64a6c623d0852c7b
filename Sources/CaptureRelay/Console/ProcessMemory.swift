import CSystem

/// How the process gets its memory.
enum ProcessMemory {
    /// Room for a few batches.
    private static let batches: Int32 = 4 << 20

    /// Lets threads share what each of them frees, and keeps room for the next batches instead of giving it back to the
    /// system after each.
    ///
    /// With a pool for every thread, a batch that one made and another one sent leaves its room behind in both. The
    /// system clears each page that it gives again: a tenth of the processor's time for a large object.
    static func shareFreedRoom() {
        _ = mallopt(M_ARENA_MAX, 1)
        _ = mallopt(M_MMAP_THRESHOLD, batches)
        _ = mallopt(M_TRIM_THRESHOLD, batches)
    }
}
