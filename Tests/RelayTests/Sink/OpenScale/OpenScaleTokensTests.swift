import AWS
import HTTP
import Relay
import TestSupport
import Testing

/// The token is asked for once, lives for its time, and is renewed before its end.
@Suite struct OpenScaleTokensTests {
    private let clock = Shared(1_736_935_200)

    private func tokens(
        _ service: any HTTPClient, waiting: any Waiting = ClockWaiting()
    ) -> OpenScaleTokens {
        let clock = clock
        return OpenScaleTokens(
            .cloud(apiKey: .text("the+api/key")), address: "https://openscale.example", client: service,
            now: { AmazonTime(seconds: clock.value) }, waiting: waiting)
    }

    /// The token, else the verdict in a word.
    private static func end(of tokens: OpenScaleTokens) async -> String {
        do throws(OpenScaleTokenError) {
            return try await tokens.token()
        } catch {
            return error.verdict.word
        }
    }

    @Test func `a token serves until four fifths of its life are over`() async throws {
        let service = LoginService([LoginService.token("one"), LoginService.token("two")])
        let tokens = tokens(service)
        #expect(try await tokens.token() == "one")
        clock.value += 2879
        #expect(try await tokens.token() == "one")
        clock.value += 1
        #expect(try await tokens.token() == "two")
        #expect(service.requests.count == 2)
    }

    @Test(arguments: [(1000, 1000 + 600, 480), (0, 7200, 5760)])
    func `a token that nobody tells the life of says it itself, by whatever clock`(
        start: Int, end: Int, renewal: Int
    ) async throws {
        let token = LoginService.webToken(from: start, to: end)
        let service = LoginService([.text(200, #"{"access_token":"\#(token)"}"#), LoginService.token("two")])
        let tokens = tokens(service)
        #expect(try await tokens.token() == token)
        clock.value += renewal - 1
        #expect(try await tokens.token() == token)
        clock.value += 1
        #expect(try await tokens.token() == "two")
    }

    @Test(arguments: ["opaque", "a.b.c", "a.e30.c"])
    func `a token that tells nothing is taken to live for half an hour`(token: String) async throws {
        let service = LoginService([
            .text(200, #"{"access_token":"\#(token)","expires_in":0}"#), LoginService.token("two"),
        ])
        let tokens = tokens(service)
        #expect(try await tokens.token() == token)
        clock.value += 1439
        #expect(try await tokens.token() == token)
        clock.value += 1
        #expect(try await tokens.token() == "two")
    }

    @Test func `many at once ask once`() async throws {
        let service = LoginService([LoginService.token("one")], holds: true)
        let tokens = tokens(service)
        let got = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { try await tokens.token() } }
            await service.isAsked()
            service.release()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(got == [String](repeating: "one", count: 20))
        #expect(service.requests.count == 1)
    }

    @Test func `who comes while it is renewed early goes on with the old one`() async throws {
        let service = LoginService([LoginService.token("one"), LoginService.token("two")])
        let tokens = tokens(service)
        _ = try await tokens.token()
        clock.value += 3000
        service.hold()
        async let renewed = tokens.token()
        await service.isAsked(2)
        #expect(try await tokens.token() == "one")
        service.release()
        #expect(try await renewed == "two")
    }

    @Test(arguments: [ScriptedHTTP.Step.text(503), .fault(TransferError(.broken)), .text(400)])
    func `the old token is used while it is good if an early renewal fails, and not asked for each time`(
        failure: ScriptedHTTP.Step
    ) async throws {
        let service = LoginService([LoginService.token("one"), failure, failure, LoginService.token("two")])
        let tokens = tokens(service)
        _ = try await tokens.token()
        clock.value += 3000
        for _ in 0..<5 { #expect(try await tokens.token() == "one") }
        #expect(service.requests.count == 2)
        clock.value += 30
        #expect(try await tokens.token() == "one")
        #expect(service.requests.count == 3)
        clock.value += 30
        #expect(try await tokens.token() == "two")
    }

    @Test func `an early renewal takes no more than a moment of who has a good token`() async throws {
        let service = LoginService([LoginService.token("one"), .fault(TransferError(.deadline)), .text(503)])
        let tokens = tokens(service, waiting: NoWaiting())
        let deadline = ContinuousClock.now + .seconds(800)
        let context = RequestContext(deadline: deadline)
        #expect(try await tokens.token(context) == "one")
        clock.value += 3000
        #expect(try await tokens.token(context) == "one")
        clock.value += 595
        await #expect(throws: OpenScaleTokenError.self) { try await tokens.token(context) }
        let allowed = service.requests.map { $0.deadline.map { $0 == deadline } }
        #expect(allowed == [true, false, true])
        #expect(try #require(service.requests[1].deadline) <= .now + .seconds(10))
    }

    @Test func `who has time waits for another token when the old one ends while its renewal hangs`() async throws {
        let hang = ScriptedHTTP.Step.fault(TransferError(.deadline))
        let service = LoginService([LoginService.token("one"), hang, LoginService.token("two")])
        let tokens = tokens(service)
        _ = try await tokens.token()
        clock.value += 3589
        service.hold()
        async let renewed = tokens.token()
        await service.isAsked(2)
        clock.value += 10
        service.release()
        #expect(try await renewed == "two")
        #expect(service.requests.last?.deadline == nil)
    }

    @Test func `a token that is over is not used when its renewal fails`() async throws {
        let service = LoginService([LoginService.token("one"), .text(503)])
        let tokens = tokens(service)
        _ = try await tokens.token()
        clock.value += 3595
        await #expect(throws: OpenScaleTokenError.self) { try await tokens.token() }
    }

    @Test func `a refused token is renewed once, whoever else holds it`() async throws {
        let service = LoginService([LoginService.token("one"), LoginService.token("two")])
        let tokens = tokens(service)
        _ = try await tokens.token()
        #expect(try await tokens.token(insteadOf: "one") == "two")
        #expect(try await tokens.token(insteadOf: "one") == "two")
        #expect(service.requests.count == 2)
    }

    @Test func `a failure is shared by all who wait, and asked anew by who comes later`() async throws {
        let service = LoginService([.text(400, #"{"errorMessage":"no key"}"#), LoginService.token("one")], holds: true)
        let tokens = tokens(service)
        let failures = await withTaskGroup(of: String.self) { group in
            for number in 0..<5 {
                group.addTask {
                    do { return try await tokens.token() } catch { return "\(error)" }
                }
                if number == 0 { await service.isAsked() }
            }
            // All of them stand in the line by the time that the actor answers this one, which has no time left.
            let context = RequestContext(deadline: .now)
            await #expect(throws: OpenScaleTokenError.self) { try await tokens.token(context) }
            service.release()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(failures).count == 1)
        #expect(failures.first?.contains("no key") == true)
        #expect(service.requests.count == 1)
        #expect(try await tokens.token() == "one")
    }

    @Test func `who asked and went away leaves the others to ask anew`() async throws {
        let service = LoginService([LoginService.token("one")], holds: true)
        let tokens = tokens(service)
        try await withThrowingTaskGroup(of: String.self) { others in
            await withTaskGroup(of: Bool.self) { first in
                first.addTask {
                    await Self.end(of: tokens) == "stop, interruption"
                }
                await service.isAsked()
                for _ in 0..<3 { others.addTask { try await tokens.token() } }
                first.cancelAll()
                #expect(await first.next() == true)
            }
            service.release()
            for try await token in others { #expect(token == "one") }
        }
        #expect(service.requests.count == 1)
    }

    @Test func `one whose time is over, or who is told to stop, does not wait for the others`() async throws {
        let service = LoginService([LoginService.token("one")], holds: true)
        let tokens = tokens(service, waiting: NoWaiting())
        async let first = tokens.token()
        await service.isAsked()
        do {
            _ = try await tokens.token(RequestContext(deadline: .now + .seconds(5)))
            Issue.record("there was a token")
        } catch {
            #expect(error.verdict.word == "stop, deadline")
            #expect(error.description.contains("did not answer before the deadline"))
        }
        await withTaskGroup(of: String.self) { group in
            group.addTask {
                await Self.end(of: tokens)
            }
            group.cancelAll()
            #expect(await group.next() == "stop, interruption")
        }
        service.release()
        #expect(try await first == "one")
        #expect(service.requests.count == 1)
    }
}
