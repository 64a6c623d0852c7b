import Foundation
import Glibc
import HTTP
import Synchronization

/// A server on this machine that answers as a test says, connection by connection.
package final class LoopbackServer: Sendable {
    /// A request as it came.
    package struct Request: Sendable {
        /// The first line.
        package let line: String
        /// The header fields by their names in small letters.
        package let fields: [String: String]
        /// What was sent.
        package let body: [UInt8]
        /// Which connection it came through, counted from 0.
        package let connection: Int
        /// The how manieth it is on that connection, counted from 0.
        package let index: Int
    }

    /// What the server does next.
    package enum Action: Sendable {
        /// Sends bytes.
        case send([UInt8])
        /// Sends a text.
        case text(String)
        /// Waits for a sign.
        case await(Sign)
        /// Closes the connection in an orderly way.
        case close
        /// Breaks it.
        case reset
        /// Says no more, until the server stops.
        case silence
    }

    /// Something that one side gives and the other waits for.
    package final class Sign: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)

        package init() {}

        package func give() { semaphore.signal() }

        package func wait() { semaphore.wait() }

        /// Waits without holding a thread of the shared pool.
        package func arrival() async {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread { [self] in
                    wait()
                    continuation.resume()
                }
            }
        }
    }

    /// The port.
    package let port: UInt16

    private struct State {
        var connections: [Int32] = []
        var requests: [Request] = []
        var sent = 0
        var isStopped = false
    }

    private let listener: Int32
    private let state = Mutex(State())
    private let ended = Sign()
    private let answer: @Sendable (Request) -> [Action]
    private let deaf: Int?

    /// A server on a free port; on one connection it can leave bodies unread.
    package init(leavingBodiesOn connection: Int? = nil, _ answer: @escaping @Sendable (Request) -> [Action]) {
        deaf = connection
        self.answer = answer
        let opened = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                _ = unsafe bind(opened, pointer, length)
                _ = unsafe getsockname(opened, pointer, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        listener = opened
        listen(listener, 64)
        Thread.detachNewThread { [self] in accept() }
    }

    /// The start of its URLs.
    package var url: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    package var requests: [Request] { state.withLock { $0.requests } }

    /// How many bytes were sent so far.
    package var sent: Int { state.withLock { $0.sent } }

    /// Waits until the server has sent all that it can for now.
    package func settles() async {
        var last = -1
        while sent != last {
            last = sent
            guard await ClockWaiting().wait(.milliseconds(100)) else { return }
        }
    }

    /// Waits until a connection has ended.
    package func endsAConnection() async { await ended.arrival() }

    /// Ends all connections and listens no more.
    package func stop() {
        let connections: [Int32] = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    private func accept() {
        var number = 0
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let isStopped = state.withLock { state in
                state.connections.append(connection)
                return state.isStopped
            }
            if isStopped { shutdown(connection, Int32(SHUT_RDWR)) }
            let current = number
            number += 1
            Thread.detachNewThread { [self] in serve(connection, current) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32, _ number: Int) {
        var reader = RequestReader(connection)
        var index = 0
        while let request = reader.next(connection: number, index: index, takesBody: number != deaf) {
            state.withLock { $0.requests.append(request) }
            index += 1
            for action in answer(request) where !perform(action, connection) { return finish(connection) }
        }
        finish(connection)
    }

    private func finish(_ connection: Int32) {
        state.withLock { state in state.connections.removeAll { $0 == connection } }
        close(connection)
        ended.give()
    }

    /// Does one thing; false when the connection has ended by it.
    private func perform(_ action: Action, _ connection: Int32) -> Bool {
        switch action {
        case .text(let text): return send(Array(text.utf8), connection)
        case .send(let bytes): return send(bytes, connection)
        case .await(let sign):
            sign.wait()
            return true
        case .close: return false
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            unsafe setsockopt(
                connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
            return false
        case .silence:
            var byte: UInt8 = 0
            while unsafe recv(connection, &byte, 1, 0) > 0 {}
            return false
        }
    }

    private func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let part = bytes[sent..<min(bytes.count, sent + 65536)]
            let count = unsafe part.withUnsafeBytes { memory in
                unsafe Glibc.send(connection, memory.baseAddress, memory.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
            state.withLock { $0.sent += count }
        }
        return true
    }
}

/// Reads requests from a connection.
private struct RequestReader {
    private let connection: Int32
    private var buffer: [UInt8] = []

    init(_ connection: Int32) {
        self.connection = connection
    }

    mutating func next(connection number: Int, index: Int, takesBody: Bool) -> LoopbackServer.Request? {
        let gap = Array("\r\n\r\n".utf8)
        var end: Int?
        while true {
            end = buffer.indices.first { buffer[$0...].starts(with: gap) }
            if end != nil { break }
            guard fill() else { return nil }
        }
        guard let end else { return nil }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        buffer.removeFirst(end + 4)
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = takesBody ? Int(fields["content-length"] ?? "") ?? 0 : 0
        while buffer.count < length { guard fill() else { return nil } }
        let body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        return LoopbackServer.Request(line: lines[0], fields: fields, body: body, connection: number, index: index)
    }

    private mutating func fill() -> Bool {
        var part = [UInt8](repeating: 0, count: 65536)
        let count = unsafe part.withUnsafeMutableBytes { memory in
            unsafe recv(connection, memory.baseAddress, memory.count, 0)
        }
        guard count > 0 else { return false }
        buffer += part.prefix(count)
        return true
    }
}

extension LoopbackServer.Action {
    /// A whole response.
    package static func response(_ status: Int, _ body: String = "", fields: [String] = []) -> Self {
        let head = ["HTTP/1.1 \(status) Something", "Content-Length: \(body.utf8.count)"] + fields
        return .text(head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
