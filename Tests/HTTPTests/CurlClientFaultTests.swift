import HTTP
import JSON
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct CurlClientFaultTests {
    @Test func `A fresh connection that breaks is not tried again`() async throws {
        let server = LoopbackServer { _ in [.reset] }
        defer { server.stop() }
        #expect(await CurlClient().fault(of: HTTPRequest("GET", server.url)) == .broken)
        #expect(server.requests.count == 1)
    }

    @Test func `A body that ends early is broken, after what came of it`() async throws {
        let server = LoopbackServer { _ in [.text("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close] }
        defer { server.stop() }
        let exchange = try await CurlClient().open(HTTPRequest("GET", server.url))
        var buffer = ByteBuffer()
        var fault: TransferError.Fault?
        do throws(TransferError) {
            while try await exchange.read(into: &buffer) > 0 {}
        } catch {
            fault = error.fault
        }
        #expect(buffer.bytes.text == "abc")
        #expect(fault == .broken)
    }

    @Test func `An answer that does not come is given up`() async throws {
        let server = LoopbackServer { _ in [.silence] }
        defer { server.stop() }
        var request = HTTPRequest("GET", server.url)
        request.stallTimeout = .seconds(1)
        #expect(await CurlClient().fault(of: request) == .stalled)
        request.stallTimeout = .seconds(60)
        request.deadline = .now + .milliseconds(300)
        #expect(await CurlClient().fault(of: request) == .deadline)
    }

    @Test func `A deadline that has passed asks nobody`() async throws {
        let server = LoopbackServer { _ in [.response(200)] }
        defer { server.stop() }
        var request = HTTPRequest("GET", server.url)
        request.deadline = .now - .seconds(1)
        #expect(await CurlClient().fault(of: request) == .deadline)
        #expect(server.requests.isEmpty)
    }

    @Test func `A reader that is slow is no stall`() async throws {
        let size = 16 << 20
        let server = LoopbackServer { _ in
            [.text("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"), .send([UInt8](repeating: 0x41, count: size))]
        }
        defer { server.stop() }
        var request = HTTPRequest("GET", server.url)
        request.stallTimeout = .seconds(1)
        let exchange = try await CurlClient().open(request)
        // libcurl measures by a clock that cannot be injected.
        #expect(await ClockWaiting().wait(.milliseconds(2500)))
        #expect(try await exchange.body(atMost: size).count == size)
    }

    @Test(arguments: [
        ("http://127.0.0.1:1/", TransferError.Fault.refused), ("http://no-such-host.invalid/", .unresolved),
        ("ftp://127.0.0.1/", .url), ("not a url", .url),
    ])
    func `What cannot be reached is told apart`(url: String, expected: TransferError.Fault) async throws {
        #expect(await CurlClient().fault(of: HTTPRequest("GET", url)) == expected)
    }

    @Test func `What does not speak HTTP is told apart`() async throws {
        let server = LoopbackServer { _ in [.text("SSH-2.0-OpenSSH_9.2\r\n"), .close] }
        defer { server.stop() }
        #expect(await CurlClient().fault(of: HTTPRequest("GET", server.url)) == .rubbish)
    }

    @Test func `A switch of protocols that nobody asked for is no answer`() async throws {
        let server = LoopbackServer { _ in [.text("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nhello"), .close] }
        defer { server.stop() }
        #expect(await CurlClient().fault(of: HTTPRequest("GET", server.url)) == .rubbish)
    }

    @Test func `A head without end is refused`() async throws {
        let endless = String(repeating: "X-Fill: \(String(repeating: "a", count: 1000))\r\n", count: 400)
        let server = LoopbackServer { _ in [.text("HTTP/1.1 200 OK\r\n" + endless), .silence] }
        defer { server.stop() }
        #expect(await CurlClient().fault(of: HTTPRequest("GET", server.url)) == .rubbish)
    }

    @Test func `A body beyond its limit is refused`() async throws {
        let server = LoopbackServer { _ in [.response(200, "0123456789")] }
        defer { server.stop() }
        let error = await #expect(throws: TransferError.self) {
            _ = try await CurlClient().send(HTTPRequest("GET", server.url), bodyLimit: 9)
        }
        #expect(error?.fault == .tooLong(limit: 9))
    }

    @Test func `A field with a line break is not sent`() async throws {
        let server = LoopbackServer { _ in [.response(200)] }
        defer { server.stop() }
        #expect(await CurlClient().fault(of: HTTPRequest("GET", server.url, fields: ["X": "a\r\nY: b"])) == .other)
        #expect(server.requests.isEmpty)
    }
}
