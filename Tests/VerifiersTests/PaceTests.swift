import Questions
import Testing
import Verifiers

/// How the time of a search over sizes is shared out.
@Suite struct PaceTests {
    @Test func `a third for every size`() {
        var pace = Pace(.exact)
        #expect(pace.share == 1.0 / 3)
        pace.note(10, of: 10, isLate: true)
        #expect(pace.share == 1.0 / 3)
    }

    @Test func `a bound that was cut off gets most of what is left for the next size`() {
        var pace = Pace(.lowerBound)
        #expect(pace.share == 1.0 / 3)
        pace.note(10, of: 10, isLate: true)
        #expect(pace.share == 0.75)
        pace.note(12, of: 15, isLate: false)
        #expect(pace.share == 1.0 / 3)
    }

    @Test func `no question is begun that would probably run past the limit`() {
        var pace = Pace(.lowerBound)
        #expect(pace.mayAsk(within: 1))
        pace.note(8, of: 10, isLate: false)
        #expect(pace.mayAsk(within: 5) && !pace.mayAsk(within: 4))
        pace.note(13, of: 10, isLate: true)
        #expect(!pace.mayAsk(within: 3) && pace.mayAsk(within: 6))
    }
}
