import TestSupport
import Testing

@testable import CaptureRelay

@Suite struct PaceTests {
    @Test func `Objects go at a steady rate`() async {
        let waiting = NoWaiting()
        var pace = Pace(50, waiting)
        for _ in 0..<4 { #expect(await pace.wait(for: 10)) }
        #expect(waiting.waits == Array(repeating: .milliseconds(200), count: 3))
    }

    @Test func `Time that was not used is not made up for`() async {
        let waiting = NoWaiting()
        var pace = Pace(10, waiting)
        _ = await pace.wait(for: 10)
        _ = await waiting.wait(.seconds(60))
        for _ in 0..<2 { _ = await pace.wait(for: 10) }
        #expect(waiting.waits == [.seconds(60), .seconds(1)])
    }

    @Test func `At a slow rate not more than those of a second go at once`() {
        #expect(Pace(3, NoWaiting()).most(of: 10) == 3)
        #expect(Pace(30, NoWaiting()).most(of: 10) == 10)
        #expect(Pace(nil, NoWaiting()).most(of: 10) == 10)
    }

    @Test func `Without a rate nobody waits`() async {
        let waiting = NoWaiting()
        var pace = Pace(nil, waiting)
        for _ in 0..<4 { #expect(await pace.wait(for: 10)) }
        #expect(waiting.waits.isEmpty)
    }
}
