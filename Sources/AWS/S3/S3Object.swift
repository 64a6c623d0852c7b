import HTTP
package import JSON

/// An object of S3 that is being read.
///
/// Where the connection breaks in the middle, reading goes on at the byte reached, as long as the object is the same.
package final class S3Object {
    /// What is left to read of an object, and the ETag that it must still have.
    struct Rest {
        let start: Int
        let etag: String
    }

    /// Asks for the rest.
    typealias Reopening = (Rest, inout Attempts) async throws(S3Error) -> any HTTPExchange

    /// The ETag that S3 told, without quotes.
    package let etag: String
    /// The version that S3 told, in a bucket that keeps versions.
    package let versionID: String?
    /// How many bytes were handed out.
    package private(set) var bytesRead = 0

    private let request: S3Request
    /// The byte that is handed out next.
    private var position = 0
    /// Whether the place to read at is the end.
    private var isAtEnd = false
    /// How many bytes it has, as soon as that is known.
    private var length: Int?
    private let reopen: Reopening
    private var exchange: any HTTPExchange
    private var attempts: Attempts
    /// Bytes that come again from a server that knows no ranges.
    private var repeated = 0
    private var scratch = ByteBuffer(capacity: 0)
    private var failure: S3Error?

    init(
        _ request: S3Request,
        _ answer: S3Answer,
        _ exchange: any HTTPExchange,
        _ attempts: Attempts,
        reopen: @escaping Reopening
    ) {
        self.request = request
        self.exchange = exchange
        self.attempts = attempts
        self.reopen = reopen
        etag = answer.etag
        versionID = answer.versionID
        length = answer.length
    }

    /// How many attempts failed and were followed by another one, those to open it among them.
    package var retries: Int { attempts.retries }

    /// Appends the next bytes to a buffer and returns how many they were; zero is the end.
    package func read(into buffer: inout ByteBuffer) async throws(S3Error) -> Int {
        if let failure { throw failure }
        do throws(S3Error) {
            return try await next(into: &buffer)
        } catch {
            let error = error.after(attempts)
            failure = error
            throw error
        }
    }

    /// Goes on at a byte, without what lies before it; false where the object is known to end before that.
    ///
    /// Just behind the last byte there is an end, and S3, which has no such range, is not asked for it.
    package func seek(to offset: Int) async throws(S3Error) -> Bool {
        if let failure { throw failure }
        if let length, offset > length { return false }
        position = offset
        isAtEnd = offset == length
        if isAtEnd { return true }
        do throws(S3Error) {
            try await openRest()
        } catch {
            // Of an object whose length was not told, S3 has nothing at that place.
            isAtEnd = error.status == 416 && length == nil
            if isAtEnd { return true }
            let error = changed(error).after(attempts)
            failure = error
            throw error
        }
        return true
    }

    private func next(into buffer: inout ByteBuffer) async throws(S3Error) -> Int {
        if isAtEnd { return 0 }
        while true {
            let before = buffer.count
            var count = 0
            var fault: TransferError?
            do throws(TransferError) { count = try await receive(into: &buffer) } catch {
                buffer.truncate(to: before)
                if position != length { fault = error }
            }
            if count > 0 {
                guard length.map({ position <= $0 }) ?? true else {
                    throw S3Error(request, .unexpected("more bytes than it has"))
                }
                attempts.startOver()
                return count
            }
            if fault == nil, let length, position < length {
                fault = TransferError(.broken, "\(length - position) bytes before the end")
            }
            guard let fault else { return 0 }
            guard fault.isTemporary else { throw error(fault) }
            try await goOn(after: fault)
        }
    }

    /// Takes the next bytes that were not handed out yet.
    private func receive(into buffer: inout ByteBuffer) async throws(TransferError) -> Int {
        while repeated > 0 {
            scratch.removeAll(keepingAtMost: 1 << 20)
            let count = try await exchange.read(into: &scratch)
            if count == 0 { throw TransferError(.broken, "\(repeated) bytes before the place that was reached") }
            let known = min(count, repeated)
            repeated -= known
            if known == count { continue }
            buffer.append(scratch.bytes(known, count))
            advance(by: count - known)
            return count - known
        }
        let count = try await exchange.read(into: &buffer)
        advance(by: count)
        return count
    }

    private func advance(by count: Int) {
        position += count
        bytesRead += count
    }

    /// Asks for the rest of the object.
    private func goOn(after fault: TransferError) async throws(S3Error) {
        switch await attempts.next(after: nil) {
        case .another: break
        case .giveUp: throw error(fault)
        case .interrupted: throw error(TransferError(.interrupted))
        }
        do throws(S3Error) { try await openRest() } catch { throw changed(error) }
    }

    /// Asks for all from the place that was reached, and makes sure that this is what comes.
    private func openRest() async throws(S3Error) {
        var attempts = attempts
        do throws(S3Error) {
            exchange = try await reopen(Rest(start: position, etag: etag), &attempts)
            self.attempts = attempts
        } catch {
            self.attempts = attempts
            throw error
        }
        try checkRest()
    }

    /// An error in asking for the rest as what it means for an object that was whole when it was opened.
    private func changed(_ error: S3Error) -> S3Error {
        [412, 416].contains(error.status) ? S3Error(request, .changed(from: etag, to: nil)) : error
    }

    /// Makes sure that what comes now follows what came before.
    private func checkRest() throws(S3Error) {
        let fields = exchange.fields
        let now = try S3Answer.etag(of: exchange, request)
        guard now.utf8.elementsEqual(etag.utf8) else { throw S3Error(request, .changed(from: etag, to: now)) }
        let rest = try S3Answer.length(of: exchange, request)
        repeated = 0
        if let text = fields["content-range"] {
            guard let range = ContentRange(text), range.first == position,
                length == nil || range.total == nil || range.total == length
            else { throw S3Error(request, .unexpected("other bytes than it was asked for")) }
            length = length ?? range.total
            if exchange.status == 206 || exchange.status == 200 && range.last + 1 == length { return }
        } else if exchange.status == 200, length == nil || rest == nil || rest == length {
            // The server knows no ranges and begins anew.
            repeated = position
            return
        }
        throw S3Error(request, .unexpected("no part of it (HTTP \(exchange.status))"))
    }

    private func error(_ fault: TransferError) -> S3Error { S3Error(request, .request(.transfer(fault))) }
}
