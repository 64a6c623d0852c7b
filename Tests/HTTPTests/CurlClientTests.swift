import HTTP
import JSON
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlClientTests {
    @Test func `A response's status, fields and body come as they were sent`() async throws {
        let server = LoopbackServer { _ in [.response(404, "no\u{0}such", fields: ["ETag: \"a b\"", "x-empty:"])] }
        defer { server.stop() }
        let response = try await CurlClient().send(HTTPRequest("GET", server.url + "/a"))
        #expect(response.status == 404)
        #expect(response.fields["etag"] == "\"a b\"")
        #expect(response.fields["X-Empty"]?.isEmpty == true)
        #expect(response.body == Array("no\u{0}such".utf8))
    }

    @Test func `A request is sent as it stands and with nothing that was not asked for`() async throws {
        let server = LoopbackServer { _ in [.response(200)] }
        defer { server.stop() }
        let client = CurlClient(userAgent: "relay/1")
        let put = HTTPRequest(
            "PUT", server.url + "/a//b/../c%20d?x=%2B", fields: ["X-Empty": "", "X-One": "1"], body: [0, 1, 255])
        _ = try await client.send(put)
        _ = try await client.send(HTTPRequest("POST", server.url + "/", body: []))
        _ = try await client.send(HTTPRequest("HEAD", server.url + "/"))

        let requests = server.requests
        #expect(requests.map(\.line) == ["PUT /a//b/../c%20d?x=%2B HTTP/1.1", "POST / HTTP/1.1", "HEAD / HTTP/1.1"])
        #expect(
            requests.first?.fields == [
                "host": "127.0.0.1:\(server.port)", "user-agent": "relay/1", "x-empty": "", "x-one": "1",
                "content-length": "3",
            ])
        #expect(requests.first?.body == [0, 1, 255])
        #expect(requests.dropFirst().first?.fields["content-length"] == "0")
    }

    @Test func `A large body is sent without waiting for leave`() async throws {
        let server = LoopbackServer { [.response(200, "\($0.body.count)")] }
        defer { server.stop() }
        let body = [UInt8](repeating: 7, count: 3_000_000)
        let response = try await CurlClient().send(HTTPRequest("POST", server.url, body: body))
        #expect(response.body == Array("3000000".utf8))
        #expect(server.requests.first?.fields["expect"] == nil)
    }

    @Test func `A connection is kept for the next request`() async throws {
        let server = LoopbackServer { _ in [.response(200, "ok")] }
        defer { server.stop() }
        let client = CurlClient()
        for _ in 0..<3 { _ = try await client.send(HTTPRequest("GET", server.url)) }
        #expect(server.requests.map(\.connection) == [0, 0, 0])
    }

    @Test(arguments: [LoopbackServer.Action.close, .reset])
    func `A kept connection that is gone is replaced by a fresh one`(end: LoopbackServer.Action) async throws {
        let server = LoopbackServer { request in
            request.connection == 0 && request.index == 1 ? [end] : [.response(200, "\(request.connection)")]
        }
        defer { server.stop() }
        let client = CurlClient()
        _ = try await client.send(HTTPRequest("GET", server.url))
        let response = try await client.send(HTTPRequest("POST", server.url, body: [1]))
        #expect(response.body == Array("1".utf8))
        #expect(server.requests.map(\.body) == [[], [1], [1]])
    }

    /// Bytes of which no piece looks like its neighbour.
    private static func body(_ size: Int) -> [UInt8] {
        var bytes: [UInt8] = Array(0...250)
        while bytes.count < size { bytes += bytes }
        return Array(bytes.prefix(size))
    }

    @Test(arguments: [LoopbackServer.Action.close, .reset])
    func `A long body is sent from its start again when its connection was gone`(
        end: LoopbackServer.Action
    ) async throws {
        let server = LoopbackServer { request in
            request.connection == 0 && request.index == 1 ? [end] : [.response(200)]
        }
        defer { server.stop() }
        let client = CurlClient()
        _ = try await client.send(HTTPRequest("GET", server.url))
        let body = Self.body(1_000_000)
        for method in ["POST", "PUT"] {
            _ = try await client.send(HTTPRequest(method, server.url, body: body))
        }
        let requests = server.requests.filter { $0.connection == 1 }
        #expect(requests.map(\.line) == ["POST / HTTP/1.1", "PUT / HTTP/1.1"])
        #expect(requests.allSatisfy { $0.body == body && $0.fields["content-length"] == "1000000" })
    }

    @Test func `A long body is sent from its start again when its connection went while it was sent`() async throws {
        let server = LoopbackServer(leavingBodiesOn: 0) { request in
            request.connection == 0 && request.index == 1 ? [.reset] : [.response(200)]
        }
        defer { server.stop() }
        let client = CurlClient()
        _ = try await client.send(HTTPRequest("GET", server.url))
        let body = Self.body(20_000_000)
        #expect(try await client.send(HTTPRequest("PUT", server.url, body: body)).status == 200)
        #expect(server.requests.last?.connection == 1)
        #expect(server.requests.last?.body == body)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 10_000_000], ["POST", "PUT", "PATCH"])
    func `A body of any size arrives whole, and its length is told`(size: Int, method: String) async throws {
        let server = LoopbackServer { _ in [.response(200)] }
        defer { server.stop() }
        let body = Self.body(size)
        let client = CurlClient()
        for _ in 0..<2 { _ = try await client.send(HTTPRequest(method, server.url + "/x", body: body)) }
        #expect(server.requests.map(\.line) == ["\(method) /x HTTP/1.1", "\(method) /x HTTP/1.1"])
        for request in server.requests {
            #expect(request.body == body)
            #expect(request.fields["content-length"] == "\(size)")
            #expect(request.fields["transfer-encoding"] == nil)
            #expect(request.fields["expect"] == nil)
        }
        #expect(server.requests.map(\.connection) == [0, 0])
    }

    @Test func `After a long freeze no kept connection is trusted, and new ones are kept`() async throws {
        let hours = Atomic<Int>(0)
        let server = LoopbackServer { _ in [.response(200)] }
        defer { server.stop() }
        let client = CurlClient(wallClock: { hours.load(ordering: .relaxed) * 3600 })
        for hour in [0, 0, 1, 1, 1] {
            hours.store(hour, ordering: .relaxed)
            _ = try await client.send(HTTPRequest("GET", server.url))
        }
        #expect(server.requests.map(\.connection) == [0, 0, 1, 1, 1])
    }

    @Test func `Several transfers run at once`() async throws {
        let signs = (0..<2).map { _ in LoopbackServer.Sign() }
        // Each answer waits until the next request has come, so that one after the other would never end.
        let server = LoopbackServer { request in
            let number = Int(request.line.dropFirst("GET /".count).prefix(1)) ?? 0
            if number > 0 { signs[number - 1].give() }
            return (number < 2 ? [.await(signs[number])] : []) + [.response(200, "\(number)")]
        }
        defer { server.stop() }
        let client = CurlClient()
        async let first = client.send(HTTPRequest("GET", server.url + "/0"))
        async let second = client.send(HTTPRequest("GET", server.url + "/1"))
        async let third = client.send(HTTPRequest("GET", server.url + "/2"))
        let bodies = try await [first.body, second.body, third.body]
        #expect(bodies == ["0", "1", "2"].map { Array($0.utf8) })
    }

    @Test func `A download comes whole, and pauses while nobody reads`() async throws {
        let size = 64 << 20
        let server = LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .send([UInt8](repeating: 0x41, count: size))]
        }
        defer { server.stop() }
        let exchange = try await CurlClient().open(HTTPRequest("GET", server.url))
        var buffer = ByteBuffer()
        var total = try await exchange.read(into: &buffer)
        // What the sockets hold was sent, and no more however long nobody reads.
        await server.settles()
        #expect(server.sent < size / 2)
        while true {
            buffer.removeAll()
            let count = try await exchange.read(into: &buffer)
            #expect(count <= 1 << 20)
            if count == 0 { break }
            total += count
        }
        #expect(total == size)
    }

    @Test func `A redirect is not followed`() async throws {
        let server = LoopbackServer { _ in [.response(302, fields: ["Location: /elsewhere"])] }
        defer { server.stop() }
        let response = try await CurlClient().send(HTTPRequest("GET", server.url))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test func `An interruption ends what may be interrupted, and nothing else`() async throws {
        let isInterrupted = Atomic<Bool>(false)
        let sign = LoopbackServer.Sign()
        let server = LoopbackServer { request in
            guard request.line.contains("/owed") else {
                isInterrupted.store(true, ordering: .relaxed)
                return [.silence]
            }
            return [.await(sign), .response(202)]
        }
        defer { server.stop() }
        let client = CurlClient(interruption: InterruptionSource { isInterrupted.load(ordering: .relaxed) })
        var owed = HTTPRequest("GET", server.url + "/owed")
        owed.isInterruptible = false
        async let answer = client.send(owed)
        #expect(await client.fault(of: HTTPRequest("GET", server.url + "/next")) == .interrupted)
        sign.give()
        let status = try await answer.status
        #expect(status == 202)
    }

    @Test func `A task that is cancelled gives its transfer up`() async throws {
        let asked = LoopbackServer.Sign()
        let server = LoopbackServer { _ in
            asked.give()
            return [.silence]
        }
        defer { server.stop() }
        let url = server.url
        let fault = await withTaskGroup(of: TransferError.Fault?.self) { group in
            group.addTask { await CurlClient().fault(of: HTTPRequest("GET", url)) }
            await asked.arrival()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(fault == .interrupted)
    }

    @Test func `What comes before the answer is passed over`() async throws {
        let server = LoopbackServer { _ in
            [.text("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), .response(200, "ok")]
        }
        defer { server.stop() }
        let response = try await CurlClient().send(HTTPRequest("GET", server.url))
        #expect(response.status == 200)
        #expect(response.fields["link"] == nil)
        #expect(response.body == Array("ok".utf8))
    }

    @Test func `A body that nobody reads ends its transfer`() async throws {
        let client = CurlClient()
        let size = 64 << 20
        let server = LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .send([UInt8](repeating: 0, count: size))]
        }
        defer { server.stop() }
        do { _ = try await client.open(HTTPRequest("GET", server.url)) }
        // The server's sending fails, which ends the connection, only when the client has closed it.
        await server.endsAConnection()
        #expect(server.sent < size)
    }
}
