import Relay

/// A queue for the rests of objects, in memory: a document for each object.
final class MemoryQueue: ContinuationQueue {
    let sent = MemoryShelf()

    func send(_ message: String, group: String) async throws(ContinuationError) {
        do throws(ShelfError) {
            _ = try await sent.write(Array(message.utf8), to: group, if: .always)
        } catch {
            throw ContinuationError(error.description)
        }
    }
}
