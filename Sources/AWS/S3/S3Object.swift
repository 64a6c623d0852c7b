import HTTP
package import JSON

/// An object of S3 that is being read.
///
/// Where the connection breaks in the middle, reading goes on at the byte reached, as long as the object is the same.
package final class S3Object {
    /// What is left to read of an object, and the ETag that it must still have.
    struct Rest {
        let start: Int
        let etag: String?
    }

    /// Asks for the rest.
    typealias Reopening = (Rest, inout Attempts) async throws(S3Error) -> any HTTPExchange

    /// The ETag that S3 told, without quotes.
    package let etag: String?
    /// The version that S3 told, in a bucket that keeps versions.
    package let versionID: String?
    /// How many bytes were handed out.
    package private(set) var bytesRead = 0

    private let request: S3Request
    private let length: Int?
    private let reopen: Reopening
    private var exchange: any HTTPExchange
    private var attempts: Attempts
    /// Bytes that come again from a server that knows no ranges.
    private var repeated = 0
    private var scratch = ByteBuffer(capacity: 0)
    private var failure: S3Error?

    init(_ request: S3Request, _ exchange: any HTTPExchange, _ attempts: Attempts, reopen: @escaping Reopening) {
        self.request = request
        self.exchange = exchange
        self.attempts = attempts
        self.reopen = reopen
        etag = exchange.fields.etag
        versionID = exchange.fields["x-amz-version-id"].flatMap { $0.isEmpty || $0 == "null" ? nil : $0 }
        length = exchange.fields["content-length"].flatMap { Int($0) }
        if exchange.status != 200 { failure = S3Error(request, .unexpected("HTTP \(exchange.status)")) }
    }

    /// Appends the next bytes to a buffer and returns how many they were; zero is the end.
    package func read(into buffer: inout ByteBuffer) async throws(S3Error) -> Int {
        if let failure { throw failure }
        do throws(S3Error) {
            return try await next(into: &buffer)
        } catch {
            failure = error
            throw error
        }
    }

    private func next(into buffer: inout ByteBuffer) async throws(S3Error) -> Int {
        while true {
            let before = buffer.count
            let fault: TransferError
            do throws(TransferError) {
                let count = try await receive(into: &buffer)
                guard count == 0, let length, bytesRead < length else {
                    if count > 0 { attempts.startOver() }
                    return count
                }
                fault = TransferError(.broken, "\(length - bytesRead) bytes before the end")
            } catch {
                buffer.truncate(to: before)
                if bytesRead == length { return 0 }
                fault = error
            }
            // Without an ETag or a version nobody knows whether it is still the same object.
            guard fault.isTemporary, etag != nil || request.versionID != nil else { throw error(fault) }
            try await goOn(after: fault)
        }
    }

    /// Takes the next bytes that were not handed out yet.
    private func receive(into buffer: inout ByteBuffer) async throws(TransferError) -> Int {
        while repeated > 0 {
            scratch.removeAll(keepingAtMost: 1 << 20)
            let count = try await exchange.read(into: &scratch)
            if count == 0 { return 0 }
            let known = min(count, repeated)
            repeated -= known
            if known == count { continue }
            buffer.append(scratch.bytes(known, count))
            bytesRead += count - known
            return count - known
        }
        let count = try await exchange.read(into: &buffer)
        bytesRead += count
        return count
    }

    /// Asks for the rest of the object.
    private func goOn(after fault: TransferError) async throws(S3Error) {
        switch await attempts.next(after: nil) {
        case .another: break
        case .giveUp: throw error(fault)
        case .interrupted: throw error(TransferError(.interrupted))
        }
        var attempts = attempts
        do throws(S3Error) {
            exchange = try await reopen(Rest(start: bytesRead, etag: etag), &attempts)
        } catch {
            guard [412, 416].contains(error.status) else { throw error }
            throw S3Error(request, .changed(from: etag, to: nil))
        }
        self.attempts = attempts
        try checkRest()
    }

    /// Makes sure that what comes now follows what came before.
    private func checkRest() throws(S3Error) {
        let fields = exchange.fields
        if let now = fields.etag, let etag, !now.utf8.elementsEqual(etag.utf8) {
            throw S3Error(request, .changed(from: etag, to: now))
        }
        repeated = 0
        if let text = fields["content-range"] {
            guard let range = ContentRange(text), range.first == bytesRead, range.total == length || range.total == nil
            else { throw S3Error(request, .unexpected("other bytes than it was asked for")) }
            if exchange.status == 206 || exchange.status == 200 && range.last + 1 == length { return }
        } else if exchange.status == 200, fields.etag != nil {
            // The server knows no ranges and begins anew.
            repeated = bytesRead
            return
        }
        throw S3Error(request, .unexpected("no part of it (HTTP \(exchange.status))"))
    }

    private func error(_ fault: TransferError) -> S3Error { S3Error(request, .request(.transfer(fault))) }
}
