import Relay
import TestSupport
import Testing

@Suite struct LagHistogramTests {
    private static let shares = [0.01, 0.25, 0.5, 0.9, 0.99, 1]

    @Test func `without rows there is no lag`() {
        var histogram = LagHistogram()
        #expect(histogram.percentile(0.5) == nil)
        histogram.add(LagHistogram())
        #expect(histogram.percentile(0.99) == nil)
    }

    @Test(arguments: [60, 3600, 100_000_000], [1, 7, 5000])
    func `percentiles are those of an exact sort within three percent`(most: Int, count: Int) throws {
        var random = SeededGenerator(seed: UInt64(most))
        var histogram = LagHistogram()
        var lags: [Int] = []
        for _ in 0..<count {
            let lag = Int.random(in: 0...most, using: &random)
            histogram.add(seconds: lag, rows: 1)
            lags.append(lag)
        }
        lags.sort()
        for share in Self.shares {
            let exact = lags[max(1, Int((share * Double(count)).rounded(.up))) - 1]
            let told = try #require(histogram.percentile(share))
            #expect(abs(told - exact) * 32 <= exact, "\(told) for \(exact)")
        }
    }

    @Test(arguments: 0...63)
    func `lags up to a minute are exact`(seconds: Int) {
        var histogram = LagHistogram()
        histogram.add(seconds: seconds, rows: 3)
        #expect(Self.shares.map { histogram.percentile($0) } == Self.shares.map { _ in seconds })
    }

    @Test(arguments: [0, 5, 6, 7, 10, 31, 61])
    func `the edges of the largest and smallest buckets are told apart`(octave: Int) throws {
        for seconds in [1 << octave, 1 << octave + 1, (1 << octave) - 1 + (1 << octave)] {
            var histogram = LagHistogram()
            histogram.add(seconds: seconds, rows: 1)
            let told = try #require(histogram.percentile(0.5))
            #expect(Double(seconds - told) <= Double(seconds) / 32 && told <= seconds)
        }
    }

    @Test func `a lag at either end of the numbers is taken`() {
        var histogram = LagHistogram()
        histogram.add(seconds: .min, rows: 1)
        histogram.add(seconds: .max, rows: 1)
        #expect(histogram.percentile(0.5) == 0)
        #expect((histogram.percentile(1) ?? 0) > Int.max / 32 * 31)
    }

    @Test func `rows weigh as many as they are`() {
        var histogram = LagHistogram()
        histogram.add(seconds: 1, rows: 99)
        histogram.add(seconds: 50, rows: 1)
        #expect([histogram.percentile(0.99), histogram.percentile(1)] == [1, 50])
        histogram.add(seconds: 50, rows: 1)
        #expect(histogram.percentile(0.99) == 50)
    }

    @Test func `two histograms are added as if they had been one`() {
        var random = SeededGenerator(seed: 7)
        var parts = [LagHistogram(), LagHistogram()]
        var whole = LagHistogram()
        for number in 0..<1000 {
            let lag = Int.random(in: 0...100_000, using: &random)
            parts[number % 2].add(seconds: lag, rows: number % 5)
            whole.add(seconds: lag, rows: number % 5)
        }
        parts[0].add(parts[1])
        #expect(parts[0] == whole)
    }
}
