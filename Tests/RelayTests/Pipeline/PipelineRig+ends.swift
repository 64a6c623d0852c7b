import AWS
import Foundation
import JSON
import Synchronization

@testable import Relay

extension PipelineRig {
    /// Hands out bytes in chunks of the sizes it is told, by turns, and then ends or fails.
    final class Body: ObjectBody {
        private let bytes: [UInt8]
        private let sizes: [Int]
        private let failure: FetchError?
        private var turn = 0
        private(set) var bytesRead = 0

        init(_ bytes: [UInt8], chunks sizes: [Int] = [.max], failure: FetchError? = nil) {
            self.bytes = bytes
            self.sizes = sizes
            self.failure = failure
        }

        func read(into buffer: inout ByteBuffer) async throws(FetchError) -> Int {
            let count = min(sizes[turn % sizes.count], bytes.count - bytesRead)
            turn += 1
            if count == 0, let failure { throw failure }
            buffer.append(contentsOf: Array(bytes[bytesRead..<bytesRead + count]))
            bytesRead += count
            return count
        }
    }

    /// A store of one object.
    final class Store: ObjectStore {
        private let body: Body
        init(_ body: Body) { self.body = body }
        func open(_ reference: ObjectReference) async throws(FetchError) -> any ObjectBody { body }
    }

    /// Records batches, and fails with one of them if it is told to.
    final class Sink: Relay.Sink {
        private struct State {
            var bodies: [String] = []
            var rows: [Int] = []
            var tried = 0
            var failingBatch: Int?
            var finishFails = false
        }

        let layout = BatchLayout.lines
        private let state = Mutex(State())

        static let error = SinkError.cannotWrite(path: "the script", reason: "it says so")

        var bodies: [String] { state.withLock { $0.bodies } }
        var rows: [Int] { state.withLock { $0.rows } }
        var failingBatch: Int? {
            get { state.withLock { $0.failingBatch } }
            set { state.withLock { $0.failingBatch = newValue } }
        }
        var finishFails: Bool {
            get { state.withLock { $0.finishFails } }
            set { state.withLock { $0.finishFails = newValue } }
        }

        var ceilings: SinkCeilings {
            var ceilings = SinkCeilings()
            ceilings.concurrency = 1
            ceilings.limitsRows = false
            return ceilings
        }

        func send(_ shipment: Shipment) async -> Verdict {
            state.withLock { state in
                state.tried += 1
                if state.tried == state.failingBatch { return .stop(reason: Self.error.description, .passing) }
                state.bodies.append(String(decoding: shipment.body, as: UTF8.self))
                state.rows.append(shipment.rows)
                return .accepted()
            }
        }

        func secure() async throws(SinkError) {
            if finishFails { throw Self.error }
        }
    }

    /// Records what is said.
    final class Log: Relay.Log {
        private struct State {
            var lines: [(level: LogLevel, message: String)] = []
            var progress = 0
        }

        private let state = Mutex(State())

        var lines: [(level: LogLevel, message: String)] { state.withLock { $0.lines } }
        var progress: Int { state.withLock { $0.progress } }

        func write(_ level: LogLevel, _ message: @autoclosure () -> String) {
            let text = message()
            state.withLock { $0.lines.append((level, text)) }
        }

        func progress(_ object: ObjectReference, bytes: Int, lines: Int) { state.withLock { $0.progress += 1 } }

        /// The messages with a word in them.
        func messages(with word: String) -> [String] { lines.map(\.message).filter { $0.contains(word) } }
    }

    /// A folder that is gone afterwards.
    struct Folder {
        let path: String

        func write(_ text: String, to name: String) throws {
            let file = URL(filePath: path).appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    static func withFolder(_ body: (Folder) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        do { try await body(Folder(path: url.path(percentEncoded: false))) } catch {
            try FileManager.default.removeItem(at: url)
            throw error
        }
        try FileManager.default.removeItem(at: url)
    }
}
