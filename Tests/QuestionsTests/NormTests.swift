import LinearAlgebra
import Questions
import Testing

@Suite struct NormTests {
    @Test func dualsSatisfyTheExponentRule() {
        #expect(Norm.one.dual == .infinity)
        #expect(Norm.two.dual == .two)
        #expect(Norm.infinity.dual == .one)
        for norm in Norm.allCases { #expect(norm.dual.dual == norm) }
    }

    @Test func valuesOfKnownVectors() {
        let vector = [3.0, -4, 0]
        #expect(Norm.allCases.map { $0(vector) } == [7, 5, 4])
        #expect(Norm.allCases.map { $0([Double]()) } == [0, 0, 0])
    }

    @Test func namesArePinned() {
        #expect(Norm.allCases.map(\.rawValue) == ["1", "2", "inf"])
        #expect(Norm.allCases.map(\.title) == ["l1", "l2", "l∞"])
    }

    @Test func otherSpellings() {
        #expect(["1", "l1", "L1"].map(Norm.init(written:)) == [.one, .one, .one])
        #expect(["2", "l2"].map(Norm.init(written:)) == [.two, .two])
        #expect(["inf", "linf", "l_inf", "l∞", "Linf", "infinity"].allSatisfy { Norm(written: $0) == .infinity })
        #expect(["", "l", "3", "l0", "ll2"].allSatisfy { Norm(written: $0) == nil })
    }

    /// Hölder: |a·b| ≤ ‖a‖ₚ ‖b‖_q, attained by a suitable a.
    @Test(arguments: Norm.allCases) func hoelderHolds(norm: Norm) {
        var generator = SeededGenerator(seed: 51)
        for _ in 0..<200 {
            let a = (0..<6).map { _ in generator.normal() }
            let b = (0..<6).map { _ in generator.normal() }
            let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(product) <= norm(a) * norm.dual(b) * (1 + 1e-14))
            let best: [Double] =
                switch norm {
                case .infinity: b.map { $0 < 0 ? -1 : 1 }
                case .two: b
                case .one: b.map { abs($0) == b.map(abs).max() ? $0 : 0 }
                }
            let attained = zip(best, b).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(attained - norm(best) * norm.dual(b)) < 1e-12)
        }
    }
}
