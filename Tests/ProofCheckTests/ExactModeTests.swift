import ExactArithmetic
import LinearAlgebra
import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing

/// `check --exact`.
@Suite struct ExactModeTests {
    private static var exact: ProofCheckOptions { ProofCheckOptions(isExact: true) }

    @Test func `it accepts all that the check in doubles accepts`() throws {
        var accepted = 0
        for example in ProofCase.all(16) {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            let report = try ProofCheck.check(proof, of: statement, on: network)
            #expect(try ProofCheck.check(proof, of: statement, on: network, Self.exact) == report, "\(example)")
            accepted += 1
        }
        #expect(accepted >= 200, "only \(accepted) proofs")
    }

    @Test(arguments: ProofCase.all(12, methods: ["lp-greedy", "crown", "lp-all"]), [Norm.one, .two])
    func `balls as well as boxes`(_ example: ProofCase, _ norm: Norm) throws {
        let example = ProofCase(family: example.family, seed: example.seed, method: example.method, norm: norm)
        guard let (proof, statement, network) = try example.sealed() else { return }
        _ = try ProofCheck.check(proof, of: statement, on: network, Self.exact)
    }

    /// Bounds that are wrong by a billionth stand for arithmetic that is wrong.
    @Test func `a bound that is too large by a billionth is not confirmed`() throws {
        var options = Self.exact
        options.error = 1e-9
        var refused = 0
        for example in ProofCase.all(6) {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            let fault = #expect(throws: ProofFault.self, "\(example)") {
                _ = try ProofCheck.check(proof, of: statement, on: network, options)
            }
            if case .inexact = fault {} else { Issue.record("\(example): \(String(describing: fault))") }
            refused += 1
        }
        #expect(refused > 60)
    }

    @Test func `what the check in doubles refuses it refuses`() throws {
        for example in ProofCase.all(6, methods: ["lp-all", "bab"]) {
            guard let (proof, statement, network) = try example.sealed() else { continue }
            for place in proof.claims.indices.prefix(4) {
                let mutant = proof.changingClaim(place, by: 1e-3)
                #expect(throws: ProofFault.self) {
                    try ProofCheck.check(mutant, of: statement, on: network, Self.exact)
                }
            }
            for place in 0..<min(proof.multiplierCount, 4) {
                let mutant = proof.changingMultiplier(place, by: 0.25)
                let isRefused = (try? ProofCheck.check(mutant, of: statement, on: network)) == nil
                let isRefusedExactly = (try? ProofCheck.check(mutant, of: statement, on: network, Self.exact)) == nil
                #expect(isRefused == isRefusedExactly, "\(example), multiplier \(place)")
            }
        }
    }

    @Test func `it says how far it is`() throws {
        let example = try #require(try ProofCase.all(40, methods: ["bab"]).first { try $0.sealed() != nil })
        let (proof, statement, network) = try #require(try example.sealed())
        var calls = [(done: Int, total: Int)]()
        let options = ProofCheckOptions(isExact: true) { calls.append(($0, $1)) }
        _ = try ProofCheck.check(proof, of: statement, on: network, options)
        #expect(calls.map(\.done) == Array(1...calls.count))
        #expect(calls.allSatisfy { $0.done <= $0.total && $0.total == calls[0].total })
    }
}
