import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Networks and sets on which there is nothing to follow.
@Suite struct HostileDistanceTests {
    private static let methods = DistanceCase.minimisers + ["pgd"]

    private func network(hidden: [Float], bias: [Float], last: [Float], _ lastBias: [Float]) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: bias.count, columns: 2, elements: hidden), bias: bias)
        builder.relu()
        try builder.linear(
            weight: Matrix(rows: lastBias.count, columns: bias.count, elements: last), bias: lastBias)
        return try builder.build()
    }

    private func query(
        _ norm: Norm, epsilon: Double = 1, domain: InputDomain? = .unit, pixels: [Float] = [0.5, 0.5]
    ) -> Query {
        Query(
            sample: Sample(id: SampleID(dataset: "hostile", split: "test", index: 0), label: 0, pixels: pixels),
            label: 0, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain))
    }

    private func verdicts(_ query: Query, _ network: Network) throws -> [(String, Outcome, Outcome)] {
        try Self.methods.map { method in
            let given = WitnessCheck.settle(try answer(method, query, on: network), for: query, on: network)
            return (method, given, try DistanceCase.answer(method, query, on: network))
        }
    }

    @Test(arguments: Norm.allCases) func `dead neurons leave nothing to follow`(_ norm: Norm) throws {
        let network = try network(hidden: [1, 1, -1, 1], bias: [-9, -9], last: [1, 0, 0, 1], [1, 0])
        for (method, given, distance) in try verdicts(query(norm), network) {
            #expect(given.verdict == .unknown && given.reason == .noWitnessFound && given.marginUpper == 1, "\(method)")
            #expect(distance.verdict == .unknown && distance.distanceUpper == nil, "\(method)")
        }
    }

    @Test(arguments: Norm.allCases) func `equal logits are a tie at the sample`(_ norm: Norm) throws {
        let network = try network(hidden: [1, 1, -1, 1], bias: [0, 0], last: [1, 1, 1, 1], [0, 0])
        for (method, given, distance) in try verdicts(query(norm), network) {
            #expect(given.verdict == .falsified, "\(method)")
            #expect(distance.distanceUpper == 0, "\(method)")
        }
    }

    @Test(arguments: Norm.allCases, [0.0, 1e-300]) func `a set without extent holds its sample`(
        _ norm: Norm, _ epsilon: Double
    ) throws {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 0, 0, 1], [0.1, 0])
        let query = query(norm, epsilon: epsilon)
        for method in Self.methods {
            let outcome = try answer(method, query, on: network)
            #expect(outcome.verdict == .unknown && outcome.reason == .noWitnessFound, "\(method)")
            #expect(abs((outcome.marginUpper ?? 0) - 0.1) < 1e-6)
        }
    }

    @Test(arguments: Norm.allCases) func `a domain of one point has one point`(_ norm: Norm) throws {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 0, 0, 1], [0.1, 0])
        let domain = InputDomain(lower: 0.5, upper: 0.5)
        for (method, given, distance) in try verdicts(query(norm, domain: domain), network) {
            #expect(given.verdict == .unknown && distance.distanceUpper == nil, "\(method)")
        }
    }

    @Test(arguments: Norm.allCases) func `no domain is no end`(_ norm: Norm) throws {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 0, 0, 1], [0.1, 0])
        for (method, given, distance) in try verdicts(query(norm, epsilon: 100, domain: nil), network) {
            #expect(given.verdict != .witnessRejected, "\(method)")
            if method == "deepfool" || method == "fab" { #expect((distance.distanceUpper ?? 9) <= 0.11, "\(method)") }
        }
    }

    @Test(arguments: Norm.allCases) func `logits beyond the range are no claim`(_ norm: Norm) throws {
        let large = Float.greatestFiniteMagnitude
        let network = try network(
            hidden: [large, large, large, large], bias: [large, large], last: [large, 0, 0, large], [0, 0])
        for (method, given, distance) in try verdicts(query(norm), network) {
            #expect(given.verdict != .robust && given.verdict != .witnessRejected, "\(method)")
            #expect(distance.verdict != .robust && distance.verdict != .witnessRejected, "\(method)")
        }
    }

    @Test(arguments: Norm.allCases) func `one class has no other`(_ norm: Norm) throws {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 1], [0])
        for (method, given, distance) in try verdicts(query(norm), network) {
            #expect(given.verdict == .unknown && distance.distanceUpper == nil, "\(method)")
        }
    }

    /// Pixels that a family does not let move stay where they are, and the others count in their own units.
    @Test func `reach is the unit of distances`() throws {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 0, 0, 1], [0.1, 0])
        let boxes = FamilyCall(PixelBoxFamily.descriptor, data: [0, 0.5])
        let form = QuestionForm(family: boxes, goal: .minimumDistortion(tolerance: 1e-3))
        for method in DistanceCase.minimisers {
            let question = AskedQuestion(query(.infinity), form, shape: [1, 1, 2])
            let outcome = try FormCase.answer(method, question, on: network)
            let found = try #require(outcome.distanceUpper, "\(method)")
            #expect(found >= 0.2 - 1e-6 && found <= 0.2 * (1 + 1e-3), "\(method): \(found)")
            #expect(outcome.witness?.pixels[0] == 0.5)
        }
    }

    @Test(arguments: DistanceCase.minimisers) func `a deadline that has passed ends the search`(_ method: String) throws
    {
        let network = try network(hidden: [1, 0, 0, 1], bias: [0, 0], last: [1, 0, 0, 1], [0.1, 0])
        let descriptor = try #require(MethodRegistry.catalog[method])
        let verifier = try #require(MethodRegistry.make(MethodCall(descriptor)))
        let asked = AskedQuestion(query(.two), QuestionForm(goal: .minimumDistortion(tolerance: 1e-3)), shape: [2])
        let outcome = MinimumDistortion(
            verifier, descriptor, tolerance: 1e-3, judge: .independent(asked, on: network)
        ).answer(query(.two), on: network, until: Deadline(after: 0))
        #expect(outcome.verdict == .timeout && outcome.ending == .timeout)
    }
}
