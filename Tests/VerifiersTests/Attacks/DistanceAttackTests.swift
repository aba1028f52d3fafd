import Networks
import Questions
import TestSupport
import Testing
import Verifiers
import WitnessCheck

/// Attacks that look for the nearest witness, on tiny networks whose minimum distortions can be enumerated.
@Suite struct DistanceAttackTests {
    /// The distance at which the worst margin over the set becomes 0, to 1e-9, by halving; p = 1 and ∞.
    private func exact(_ network: Network, _ query: Query) -> Double {
        var (low, high) = (0.0, query.perturbation.epsilon)
        func worst(_ size: Double) -> Double {
            var part = query
            part.perturbation.epsilon = size
            return PolygonOracle.worstMargin(of: network, query: part)
        }
        guard worst(high) <= 0 else { return .infinity }
        while high - low > 1e-9 {
            let middle = low + (high - low) / 2
            if worst(middle) > 0 { low = middle } else { high = middle }
        }
        return high
    }

    private func query(_ example: RandomCase, _ network: Network, _ norm: Norm) -> Query {
        var query = example.query(on: network, norm: norm)
        query.perturbation.epsilon = norm == .infinity ? 1 : 2
        return query
    }

    /// Two hundred networks of all families.
    @Test(arguments: RandomCase.all(40), [Norm.infinity, .one])
    func `no witness is nearer than the nearest`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = query(example, network, norm)
        let truth = exact(network, query)
        for method in DistanceCase.minimisers + ["pgd"] {
            let outcome = try DistanceCase.answer(method, query, on: network)
            #expect(outcome.verdict != .witnessRejected && outcome.distanceLower == nil, "\(method)")
            #expect((outcome.distanceUpper == nil) == (outcome.witness == nil))
            if let found = outcome.distanceUpper { #expect(found >= truth - 2e-9, "\(method): \(found), \(truth)") }
        }
    }

    /// How often the nearest witness is found within 1 %.
    @Test(arguments: [Norm.infinity, .one])
    func `most nearest witnesses are found`(_ norm: Norm) throws {
        var (cases, hits) = (0, [String: Int]())
        for example in RandomCase.all(20) {
            let network = try example.network()
            let query = query(example, network, norm)
            let truth = exact(network, query)
            guard truth.isFinite else { continue }
            cases += 1
            for method in DistanceCase.minimisers {
                let found = try DistanceCase.answer(method, query, on: network).distanceUpper ?? .infinity
                hits[method, default: 0] += found <= truth * 1.01 + 1e-6 ? 1 : 0
            }
        }
        #expect(cases > 50)
        #expect(hits["fab", default: 0] * 10 >= cases * 7, "\(hits) of \(cases)")
        #expect(hits["deepfool", default: 0] * 10 >= cases * 5, "\(hits) of \(cases)")
    }

    /// A given set: the witness lies in it, or there is none.
    @Test(arguments: RandomCase.all(20), Norm.allCases)
    func `witnesses lie in the given set`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        for measure in Measure.allCases {
            let query = example.query(on: network, norm: norm, measure: measure)
            for method in DistanceCase.minimisers {
                let outcome = try answer(method, query, on: network)
                #expect(outcome.verdict == .falsified || outcome.verdict == .unknown)
                #expect(WitnessCheck.settle(outcome, for: query, on: network).verdict == outcome.verdict, "\(method)")
                let margin = try #require(outcome.marginUpper)
                #expect((margin <= 0) == (outcome.verdict == .falsified))
                if norm != .two { #expect(margin >= PolygonOracle.worstMargin(of: network, query: query) - 1e-9) }
            }
        }
    }

    @Test(arguments: RandomCase.all(8), Norm.allCases)
    func `more restarts lead no farther`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = query(example, network, norm)
        var nearest = Double.infinity
        for restarts in [1, 2, 5] {
            let options: [String: OptionValue] = ["restarts": .integer(restarts), "steps": .integer(20)]
            let found = try DistanceCase.answer("fab", query, on: network, options).distanceUpper ?? .infinity
            #expect(found <= nearest * (1 + 1e-6), "\(restarts)")
            nearest = min(nearest, found)
        }
    }

    /// An attack that minimises by itself is asked once, and its witness is judged.
    @Test(arguments: DistanceCase.minimisers)
    func `one question, and its judge has the last word`(_ method: String) throws {
        let descriptor = try #require(MethodRegistry.catalog[method])
        let verifier = try #require(MethodRegistry.make(MethodCall(descriptor)))
        var found = 0
        for example in RandomCase.all(4) {
            let network = try example.network()
            let query = query(example, network, .infinity)
            let asked = AskedQuestion(query, QuestionForm(goal: .minimumDistortion(tolerance: 1e-3)), shape: [2])
            func search(_ judge: WitnessJudge) -> MinimumDistortion.Result {
                MinimumDistortion(verifier, descriptor, tolerance: 1e-3, judge: judge)
                    .search(query, on: network, until: .never)
            }
            let honest = WitnessJudge.independent(asked, on: network)
            let result = search(honest)
            #expect(result.questions == 1)
            guard let witness = result.bracket.witness else { continue }
            found += 1
            #expect(result.bracket.upper == honest.distance(witness, query))
            var strict = honest
            strict.settle = { outcome, _ in
                var refused = outcome
                if outcome.verdict == .falsified { refused.verdict = .witnessRejected }
                return refused
            }
            #expect(search(strict).bracket == RadiusBracket())
        }
        #expect(found >= 5)
    }

    @Test func `all that minimise say so`() {
        #expect(DistanceCase.minimisers == ["i-fgsm", "deepfool", "fab"])
    }

    /// Searches over sizes with PGD take its options.
    @Test(arguments: RandomCase.all(4)) func `pgd descends the margin at every size`(_ example: RandomCase) throws {
        let network = try example.network()
        let query = query(example, network, .infinity)
        let options: [String: OptionValue] = [
            "loss": .text("margin"), "restarts": .integer(5), "step-size": .number(0.03),
        ]
        let truth = exact(network, query)
        let outcome = try DistanceCase.answer("pgd", query, on: network, options)
        if let found = outcome.distanceUpper { #expect(found >= truth - 1e-9) }
        // The walk from the last size's witness brings it below the size.
        if truth.isFinite, let found = outcome.distanceUpper,
            let plain = try DistanceCase.answer("pgd", query, on: network).distanceUpper
        {
            #expect(found <= plain * 1.05)
        }
    }

    /// Targets of a question are classes of the posed network.
    @Test(arguments: FormCase.all, [Norm.infinity, .two])
    func `distances to a target class are at least those to any`(_ example: FormCase, _ norm: Norm) throws {
        let network = try example.network()
        func distance(_ method: String, _ classes: [Int]?) throws -> (Double, Witness?, Int) {
            let property = classes.map { PropertyCall(TargetClasses.descriptor, classes: $0) } ?? .allClasses
            let form = QuestionForm(property: property, goal: .minimumDistortion(tolerance: 1e-3))
            var question = example.question(form, size: norm == .two ? 3 : 1, on: network)
            question.query.perturbation.norm = norm
            let outcome = try FormCase.answer(method, question, on: network)
            return (outcome.distanceUpper ?? .infinity, outcome.witness, question.query.label)
        }
        let (any, _, label) = try distance("fab", nil)
        for target in 0..<4 where target != label {
            for method in DistanceCase.minimisers {
                let (found, witness, _) = try distance(method, [target])
                guard let witness else { continue }
                let logits = PlainMargin.logits(network, witness.pixels.map(Double.init))
                #expect(witness.adversarialClass == target && logits[label] <= logits[target] + 1e-12)
                if method == "fab" { #expect(found >= any * 0.98, "\(target)") }
            }
        }
    }
}
