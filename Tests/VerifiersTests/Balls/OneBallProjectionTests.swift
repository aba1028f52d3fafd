import ExactArithmetic
import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Projections onto box ∩ l1 ball: surely inside, and no point of the set is nearer.
@Suite struct OneBallProjectionTests {
    @Test(arguments: [1e-7, 1e-3, 0.1, 0.5, 3], [InputDomain.unit, nil])
    func `projected points lie in the set and are nearest`(_ epsilon: Double, _ domain: InputDomain?) throws {
        var generator = SeededGenerator(seed: 5)
        let set = PerturbationSet(norm: .one, epsilon: epsilon, domain: domain)
        let radius = try #require(Dyadic(epsilon))
        var moved = 0
        for count in [1, 2, 7, 30] {
            for round in 0..<40 {
                let centre = (0..<count).map { _ in round % 3 == 0 ? Float(0) : generator.unitFloat() }
                let projection = OneBallProjection(set, around: centre)
                let point = centre.map { $0 + (generator.unitFloat() - 0.5) * Float(epsilon) * 8 }
                let projected = projection.project(point)
                if let domain { #expect(projected.allSatisfy { (domain.lower...domain.upper).contains(Double($0)) }) }
                let sum = try zip(projected, centre).reduce(Dyadic.zero) { sum, pair in
                    sum + (try #require(Dyadic(Double(pair.0))) - #require(Dyadic(Double(pair.1)))).magnitude
                }
                #expect(sum <= radius)
                #expect(projection.project(projected) == projected)
                moved += projected == centre ? 0 : 1
                let distance = Self.distance(projected, point)
                for _ in 0..<20 {
                    let other = projection.project(
                        centre.map { $0 + (generator.unitFloat() - 0.5) * Float(epsilon) * 4 })
                    #expect(distance <= Self.distance(other, point) + 1e-6 * epsilon + 2e-7)
                }
            }
        }
        #expect(moved > 100)
    }

    private static func distance(_ first: [Float], _ second: [Float]) -> Double {
        Norm.two(zip(first, second).map { Double($0) - Double($1) })
    }

    @Test func `points of the sphere are kept where they are exact`() {
        let set = PerturbationSet(norm: .one, epsilon: 0.5)
        let projection = OneBallProjection(set, around: [0.25, 0.5])
        for point in [[0.5, 0.75], [0.75, 0.5], [0.25, 1], [0, 0.25]] as [[Float]] {
            #expect(projection.project(point) == point)
        }
        #expect(projection.project([.nan, 0]) == [0.25, 0.5])
        #expect(OneBallProjection(PerturbationSet(norm: .one, epsilon: 0), around: [0.3]).project([0.4]) == [0.3])
    }
}
