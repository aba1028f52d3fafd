import Foundation
import Questions
import Testing
import Verifiers

/// The search alone, against methods whose every answer is known.
@Suite struct RadiusSearchTests {
    private static let truths = [1e-7, 0.0031, 1.0 / 64, 0.1234, 0.25, 0.999]

    private func robust() -> (outcome: Outcome, distance: Double?) { (Outcome(verdict: .robust), nil) }
    private func unknown() -> (outcome: Outcome, distance: Double?) { (Outcome(verdict: .unknown), nil) }
    private func falsified(_ distance: Double) -> (outcome: Outcome, distance: Double?) {
        (Outcome(verdict: .falsified, witness: Witness(pixels: [Float(distance)], adversarialClass: 1)), distance)
    }

    @Test(arguments: truths, [1e-2, 1e-3, 1e-6])
    func bounds(_ truth: Double, _ tolerance: Double) throws {
        var asked = [Double]()
        let bracket = RadiusSearch(claim: .lowerBound, largest: 1, tolerance: tolerance).run { size in
            asked.append(size)
            return size < truth ? robust() : unknown()
        }
        let open = try #require(bracket.uncertified)
        #expect(bracket.lower < truth && truth <= open && bracket.upper == nil)
        #expect(open - bracket.lower <= tolerance * open)
        #expect(asked.allSatisfy { $0 > 0 && $0 <= 1 } && Set(asked).count == asked.count && asked.count <= 45)
    }

    /// An attack's point is nearer than the size it was asked about, and it overlooks some.
    @Test(arguments: truths)
    func attacks(_ truth: Double) throws {
        let bracket = RadiusSearch(claim: .attack, largest: 1, tolerance: 1e-3).run { size in
            size < truth ? unknown() : falsified(truth + 0.9 * (size - truth))
        }
        let upper = try #require(bracket.upper)
        #expect(bracket.lower == 0 && upper >= truth && upper <= truth * 1.0011)
        #expect(bracket.witness?.pixels == [Float(upper)])
    }

    @Test(arguments: truths)
    func exactMethods(_ truth: Double) throws {
        let bracket = RadiusSearch(claim: .exact, largest: 1, tolerance: 1e-3).run { size in
            size < truth ? robust() : falsified(max(truth, size * 0.97))
        }
        let upper = try #require(bracket.upper)
        #expect(bracket.lower < truth && truth <= upper && upper - bracket.lower <= 1e-3 * upper)
    }

    /// Bounds whose margins fall smoothly take few questions; margins that mislead take no more than halving would.
    @Test(arguments: [0.0031, 0.1234, 0.25], [1.0, 2, 0.2])
    func margins(_ truth: Double, _ power: Double) throws {
        var asked = 0
        func margin(_ size: Double) -> Double {
            power == 0.2 ? (size < truth ? 1e-9 : -1e9) : 1 - pow(size / truth, power)
        }
        let start = RadiusSearch.Start(RadiusBracket(lower: truth / 2, uncertified: truth * 3), centreMargin: 1)
        let bracket = RadiusSearch(claim: .lowerBound, largest: 1, tolerance: 1e-3).run(from: start) { size in
            asked += 1
            #expect(size > truth / 2 && size < truth * 3)
            return (Outcome(verdict: size < truth ? .robust : .unknown, marginLower: margin(size)), nil)
        }
        let open = try #require(bracket.uncertified)
        #expect(bracket.lower < truth && truth <= open && open - bracket.lower <= 1e-3 * open)
        #expect(asked <= (power == 0.2 ? 40 : 9), "\(asked)")
    }

    /// Nothing is asked that the start's ends answer, and a yes next to a witness is the last question.
    @Test func starts() {
        let witness = Witness(pixels: [0], adversarialClass: 1)
        var asked = [Double]()
        let start = RadiusSearch.Start(RadiusBracket(lower: 0.15, upper: 0.2, witness: witness))
        let bracket = RadiusSearch(claim: .exact, largest: 1, tolerance: 1e-3).run(from: start) { size in
            asked.append(size)
            return robust()
        }
        #expect(asked.count == 1 && bracket.lower == asked[0] && asked[0] >= 0.2 * (1 - 1e-3) && asked[0] < 0.2)
        #expect(bracket.upper == 0.2 && bracket.witness == witness)
        let closed = RadiusSearch.Start(RadiusBracket(lower: 0.19999, uncertified: 0.2))
        let none = RadiusSearch(claim: .lowerBound, largest: 1, tolerance: 1e-3).run(from: closed) { _ in
            Issue.record("asked")
            return nil
        }
        #expect(none == closed.bracket)
    }

    /// A guess is where the search begins, and decides nothing.
    @Test(arguments: truths, [1e-9, 0.003, 0.2, 0.9, 7])
    func guesses(_ truth: Double, _ guess: Double) throws {
        var asked = [Double]()
        let start = RadiusSearch.Start(guess: .near(guess))
        let bracket = RadiusSearch(claim: .lowerBound, largest: 1, tolerance: 1e-3).run(from: start) { size in
            asked.append(size)
            return size < truth ? robust() : unknown()
        }
        let open = try #require(bracket.uncertified)
        #expect(bracket.lower < truth && truth <= open && open - bracket.lower <= 1e-3 * open)
        #expect(asked[0] == (guess < 1 ? guess : 1.0 / 64) && asked.allSatisfy { $0 <= 1 } && asked.count < 140)
    }

    /// Where a size is known to fail far away, the search begins next to what is certified, not in the middle.
    @Test(arguments: [0.1, 0.1001, 0.103, 0.17]) func `a guess just beyond a certified size`(_ truth: Double) {
        var asked = [Double]()
        let start = RadiusSearch.Start(
            RadiusBracket(lower: 0.1, uncertified: 0.4), guess: .beyond(0.1, tolerance: 1e-3))
        let bracket = RadiusSearch(claim: .lowerBound, largest: 1, tolerance: 1e-3).run(from: start) { size in
            asked.append(size)
            return size <= truth ? robust() : unknown()
        }
        #expect(bracket.lower <= truth && truth - bracket.lower <= 1e-3 * truth)
        #expect(asked[0] == 0.1 * 1.002 && asked.allSatisfy { $0 < 0.4 })
        if truth <= 0.1001 { #expect(asked.count == 2) }
    }

    /// An exact method that answers late is asked next to what it decided.
    @Test func `sizes next to a witness that are left open`() throws {
        let start = RadiusSearch.Start(
            RadiusBracket(lower: 0.15, upper: 0.2, witness: Witness(pixels: [0], adversarialClass: 1)))
        let bracket = RadiusSearch(claim: .exact, largest: 1, tolerance: 1e-3).run(from: start) { size in
            size < 0.171 ? robust() : unknown()
        }
        let open = try #require(bracket.uncertified)
        #expect(bracket.lower < 0.171 && open >= 0.171 && open - bracket.lower <= 1e-3 * open && bracket.upper == 0.2)
    }

    /// What a method cannot decide is left open, and both sides of it are closed as far as they can be.
    @Test func undecidedSizes() throws {
        let bracket = RadiusSearch(claim: .exact, largest: 1, tolerance: 1e-3).run { size in
            size < 0.1 ? robust() : size < 0.14 ? unknown() : falsified(size)
        }
        let (upper, open) = (try #require(bracket.upper), try #require(bracket.uncertified))
        #expect(bracket.lower < 0.1 && open >= 0.1 && open - bracket.lower <= 1e-3 * open)
        #expect(upper >= 0.14 && upper <= 0.1402)
    }

    /// Without a domain the largest size is far away, and small distances are found all the same.
    @Test(arguments: [0x1p20, 1e30, 5e-324, 1e-12])
    func extremeSizes(_ largest: Double) {
        let search = RadiusSearch(claim: .exact, largest: largest, tolerance: 1e-3)
        var asked = 0
        let bracket = search.run { size in
            asked += 1
            #expect(size > 0 && size <= largest && asked < 300)
            return asked < 300 ? (size < 0.002 ? robust() : falsified(max(size * 0.9, 0.002))) : nil
        }
        if largest < 0.002 {
            #expect(bracket.lower == largest && bracket.upper == nil)
        } else {
            #expect(bracket.lower >= 0.001997 && bracket.lower < 0.002 && (bracket.upper ?? 1) <= 0.002003)
        }
    }

    @Test func witnessesComeNearer() {
        let far = Witness(pixels: [0.9, 0.1, 0.5], adversarialClass: 2)
        let near = WitnessWalk.nearer(far, to: [0.1, 0.5, 0.5]) { pixels in
            pixels[0] >= 0.3 ? Witness(pixels: pixels, adversarialClass: 1) : nil
        }
        #expect(near.adversarialClass == 1 && near.pixels[0] >= 0.3 && near.pixels[0] < 0.3005)
        #expect(abs(near.pixels[1] - 0.4) < 1e-3 && near.pixels[2] == 0.5)
        #expect(WitnessWalk.nearer(far, to: [0.1, 0.5, 0.5]) { _ in nil } == far)
    }

    @Test func endsOfTheRange() {
        let search = RadiusSearch(claim: .exact, largest: 0.3, tolerance: 1e-3)
        #expect(search.run { _ in robust() } == RadiusBracket(lower: 0.3))
        let nothing = RadiusSearch(claim: .lowerBound, largest: 0.3, tolerance: 1e-3).run { _ in unknown() }
        #expect(nothing.lower == 0 && nothing.uncertified ?? 1 <= 1e-8)
        #expect(RadiusSearch(claim: .attack, largest: 0.3, tolerance: 1e-3).run { _ in unknown() }.upper == nil)
        #expect(search.run { _ in nil } == RadiusBracket())
    }
}
