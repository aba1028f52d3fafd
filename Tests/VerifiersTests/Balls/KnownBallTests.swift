import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// Answers on l1 balls that were worked out by hand.
@Suite struct KnownBallTests {
    private static let exact = ["milp", "bab"]

    /// margin = ReLU(4 − 3x − y) − ReLU(2x + y − 2.5625) − 0.25, a network with two inputs, two neurons and two logits.
    private func network() throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [-3, -1, 2, 1]), bias: [4, -2.5625])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, -1, 0, 0]), bias: [0, 0.25])
        return try builder.build()
    }

    /// Bounds that are exact where no ReLU is unstable; a Lipschitz constant takes a half of it for granted.
    private static let tight = BruteForceTests.bounds.filter { $0 != "fast-lip" }

    private func query(_ pixels: [Float], _ epsilon: Double, _ domain: InputDomain? = .unit) -> Query {
        let sample = Sample(id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: pixels)
        return Query(
            sample: sample, label: 0, perturbation: PerturbationSet(norm: .one, epsilon: epsilon, domain: domain))
    }

    /// From (7/8, 1/2) with ε = 1/4, x goes to its end 1 first, by 1/8, and y takes the other eighth: 3x + y = 3.625
    /// and 2x + y = 2.625 at most, both at (1, 5/8). So the margin is at least 0.375 − 0.0625 − 0.25 = 1/16, and it is
    /// that there. The box alone would allow y = 3/4 (a margin of −3/16), the ball alone x = 9/8.
    @Test(arguments: tight + exact, PresentEngine.names)
    func `the domain cuts the ball off`(_ method: String, _ engine: String) throws {
        let takesEngine = MethodRegistry.catalog[method]?.options.contains { $0.name == "engine" } ?? false
        var options: [String: OptionValue] = takesEngine ? ["engine": .text(engine)] : [:]
        if Self.exact.contains(method) { options["objective"] = .text("worst-margin") }
        let outcome = try answer(method, query([0.875, 0.5], 0.25), on: try network(), options: options)
        let lower = try #require(outcome.marginLower)
        #expect(abs(lower - 0.0625) < 1e-7 && lower <= 0.0625 && outcome.verdict == .robust, "\(lower)")
    }

    /// Without a domain all of ε goes to x: (9/8, 1/2) has 3x + y = 3.875 and 2x + y = 2.75, a margin of −0.3125.
    @Test(arguments: ["lp-all"] + exact) func `without a domain the ball is whole`(_ method: String) throws {
        let options: [String: OptionValue] = Self.exact.contains(method) ? ["objective": .text("worst-margin")] : [:]
        let outcome = try answer(method, query([0.875, 0.5], 0.25, nil), on: try network(), options: options)
        #expect(abs(try #require(outcome.marginLower) + 0.3125) < 1e-6)
        if Self.exact.contains(method) { #expect(outcome.verdict == .falsified) }
    }

    /// {φ ≥ 0, Σ φ ≤ s, φ ≤ 1}: the set of a blur kernel, an l1 ball around 0. On three inputs the margin
    /// 2 − φ₁ − φ₂ − 3φ₃ falls by 3 for the first unit of s and by 1 for the second: 2 − 3 − (s − 1) for 1 ≤ s ≤ 3.
    @Test(arguments: [0.25, 0.5, 1, 1.5, 3]) func `simplices around a corner`(_ size: Double) throws {
        var builder = NetworkBuilder(input: [3])
        try builder.linear(
            weight: Matrix(rows: 2, columns: 3, elements: [-1, -1, -3, 0, 0, 0]), bias: [2, 0])
        let network = try builder.build()
        let expected = size <= 1 ? 2 - 3 * size : -1 - (size - 1)
        for method in Self.tight + Self.exact {
            let options: [String: OptionValue] =
                Self.exact.contains(method) ? ["objective": .text("worst-margin")] : [:]
            let outcome = try answer(method, query([0, 0, 0], size), on: network, options: options)
            #expect(abs(try #require(outcome.marginLower, "\(method)") - expected) < 1e-6, "\(method)")
        }
    }

    /// Where no ReLU is unstable, the program has the rows of the ball and nothing else.
    @Test(arguments: ["lp-last", "lp-all"], PresentEngine.names)
    func `programs without unstable neurons`(_ method: String, _ engine: String) throws {
        let outcome = try answer(
            method, query([0.5, 0.5], 0.125), on: try network(), options: ["engine": .text(engine)])
        // 4 − 3·0.625 − 0.5 = 1.625, the other neuron is off.
        #expect(abs(try #require(outcome.marginLower) - 1.375) < 1e-9)
        #expect(outcome.measurements.unstableByLayer == [0])
    }

    @Test(arguments: exact) func `a tie is an attack`(_ method: String) throws {
        // margin = 0.25 − ε at (1/2, 1/2 + ε), as enumeration has it too.
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, -1, 1, 1]), bias: [0, -1])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, -0.25])
        let network = try builder.build()
        let tie = try answer(
            method, query([0.5, 0.5], 0.25), on: network, options: ["objective": .text("worst-margin")])
        let lower = try #require(tie.marginLower)
        #expect(tie.verdict != .robust && abs(lower) < 1e-6)
        #expect(try answer(method, query([0.5, 0.5], 0.2), on: network).verdict == .robust)
        #expect(try answer(method, query([0.5, 0.5], 0.3), on: network).verdict == .falsified)
    }
}
