import Questions
import Testing
import Verifiers

/// How the time of a search over sizes is shared out.
@Suite struct PaceTests {
    @Test func `a third for every size of a search`() {
        var pace = Pace(.exact)
        #expect(pace.share(of: 30) == 1.0 / 3)
        pace.note(10, of: 10, isLate: true)
        #expect(pace.share(of: 20) == 1.0 / 3)
    }

    @Test func `a bound that was cut off gets most of what is left for the next size`() {
        var pace = Pace(.lowerBound)
        #expect(pace.share(of: 20) == 0.5)
        pace.note(10, of: 10, isLate: true)
        #expect(pace.share(of: 10) == 0.75)
    }

    @Test func `a bound gets as long as the longest size took`() {
        var pace = Pace(.lowerBound)
        pace.note(12, of: 15, isLate: false)
        #expect(pace.share(of: 40) == 0.5)
        #expect(pace.share(of: 20) == 0.75)
        #expect(pace.share(of: 13) == 1)
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
