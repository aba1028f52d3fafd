import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// What went wrong once, on small inputs of its own: the arithmetic cases of `../shared/cases` that no construction stands for.
@Suite struct SharedCasesTests {
    /// l2 balls whose radius is no double's square: what PGD projects on them lies inside.
    @Test(arguments: [1e-7, 0.01, 0.1, 0.3], [Norm.two, .infinity])
    func `no witness of PGD is refused for its place`(_ epsilon: Double, _ norm: Norm) throws {
        let contender = try #require(
            Contender("pgd", ["step-size": .number(epsilon / 4), "restarts": .integer(3), "loss": .text("margin")]))
        var found = 0
        for seed in 0..<60 as Range<UInt64> {
            let network = try RandomNetworks.make(.fullyConnected, seed: seed)
            var sample = RandomNetworks.sample(for: network, seed: seed)
            // A label that the image just fails to have makes every point of the ball a witness.
            if seed % 2 == 0 { sample.label = (sample.label + 1) % 3 }
            let query = Query(
                sample: sample, label: sample.label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon))
            let verifier = try #require(MethodRegistry.make(contender.call))
            let claimed = verifier.verify([query], on: network, until: .never)[0]
            let settled = WitnessCheck.settle(claimed, for: query, on: network)
            #expect(settled.verdict != .witnessRejected, "seed \(seed): \(settled.note ?? "")")
            if settled.verdict == .falsified { found += 1 }
        }
        #expect(found >= 30)
    }

    /// Integer weights, the first layer times 2ᵏ and the next times 2⁻ᵏ; the image has another class than its label.
    @Test(arguments: [0, 24, 30, 60], Sketch.Style.allCases)
    func `MILP is never robust on a misclassified image`(_ k: Int, _ style: Sketch.Style) throws {
        let contenders = Contender.all.filter { $0.descriptor.name == "milp" }
        for seed in 0..<12 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let (up, down) = (
                Float(sign: .plus, exponent: k, significand: 1), Float(sign: .plus, exponent: -k, significand: 1)
            )
            func rows(_ count: Int, _ width: Int, _ factor: Float) -> [[Float]] {
                (0..<count).map { _ in
                    (0..<width).map { _ in Float(Int.random(in: -3...3, using: &generator)) * factor }
                }
            }
            let network = try chain(
                inputs: 2, style,
                [(rows(3, 2, up), [0, 0, 0]), (rows(3, 3, down), [0.5, 0, -0.5]), (rows(3, 3, 1), [0, 0, 0])])
            let pixels: [Float] = [generator.unitFloat(), generator.unitFloat()]
            let logits = ExactValues(of: network, at: pixels.map { Rational($0) }).nodes[network.nodes.count - 1]
            let label = logits.indices.min { logits[$0] < logits[$1] } ?? 0
            let subject = Subject(
                "2^±\(k), seed \(seed)", network, label: label, at: pixels, PerturbationSet(epsilon: 0.25)
            ).answered()
            for contender in contenders {
                #expect(Trial(contender, subject).verdict != .robust, "\(contender), \(subject.name)")
            }
        }
    }

    /// The margin is 0.3 in real numbers; single precision loses x beside 10⁸ and says −0.5.
    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab"])
    func `a claim about single precision holds in single precision`(_ method: String) throws {
        let network = try chain(
            inputs: 1, .dense, [([[0], [1], [0]], [1, 0, 1]), ([[1e8, 1, -1e8], [0, 0, 0]], [0, 0.5])])
        let subject = Subject("x beside 10⁸", network, at: [0.8], PerturbationSet(epsilon: 0.1)).answered()
        #expect(subject.truth?.provesRobust == true)
        guard let contender = Contender(method, ["arithmetic": .text("float32-any-order")]) else { return }
        #expect(Trial(contender, subject).verdict != .robust)
    }
}
