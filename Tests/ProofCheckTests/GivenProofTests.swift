import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport
import Testing
import Verifiers

/// Proofs of given properties, held against a grid of every box.
@Suite struct GivenProofTests {
    private static var exact: ProofCheckOptions { ProofCheckOptions(isExact: true) }

    @Test func `what the search of boxes says holds is proved`() throws {
        var (holding, violated, boxes, cuts, several, ascended) = (0, 0, 0, 0, 0, 0)
        for example in GivenProofCase.all(150) {
            let (network, question) = (try example.network(), try example.question())
            let property = try #require(question.query.sample.given)
            let answer = try example.proved(question, on: network)
            let least = GivenGrid.least(property, network, steps: 30)
            let statement = GivenProofCase.statement(question, network)
            switch answer.outcome.verdict {
            case .robust:
                #expect(least > 0, "\(example)")
                let sealed = try ProofCheck.seal(answer.drafts, of: statement, on: network)
                let report = try ProofCheck.check(sealed.proofs, of: statement, on: network)
                #expect(report == sealed.report, "\(example)")
                #expect(try ProofCheck.check(sealed.proofs, of: statement, on: network, Self.exact) == report)
                #expect(report.classes == property.parts.reduce(0) { $0 + $1.clauses.count })
                holding += 1
                boxes += report.boxes
                cuts += report.splits
                several += property.parts.count - 1
                ascended += sealed.proofs.reduce(0) { $0 + $1.ascendedLeaves }
            case .falsified:
                let witness = try #require(answer.outcome.witness)
                for options in [.fast, Self.exact] {
                    let report = try ProofCheck.check(witness: witness.pixels, of: statement, on: network, options)
                    #expect(report.marginUpper <= 0)
                }
                violated += 1
            default: Issue.record("\(example): \(answer.outcome.verdict)")
            }
        }
        #expect(holding > 70 && violated > 20 && boxes > 400 && cuts > 300 && several > 20)
        // Leaves that have slopes of their own.
        #expect(ascended > 40, "\(ascended)")
    }

    /// Nothing has to be shown of a property that no point satisfies; a proof or a witness of anything else passes for none.
    @Test func `what nothing satisfies needs no evidence`() throws {
        let example = GivenProofCase(seed: 0)
        let network = try example.network()
        let property = GivenProperty(unsatisfiableOf: network.inputShape.count)
        let question = GivenProofCase.question(property, 0, property.inputCount)
        let answer = try example.proved(question, on: network)
        #expect(answer.outcome.verdict == .robust && answer.drafts.isEmpty)
        let statement = GivenProofCase.statement(question, network)
        let proof = try #require(
            try ProofCheck.proof(of: answer.outcome, drafts: answer.drafts, statement, on: network))
        #expect(proof.content == .holds([]))
        #expect(try ProofCheck.check([], of: statement, on: network, Self.exact).classes == 0)
        #expect(throws: ProofFault.self) { try ProofCheck.check(witness: property.centre, of: statement, on: network) }
        let other = try #require(try GivenProofCase.all(20).lazy.compactMap { try $0.sealed() }.first)
        #expect(throws: ProofFault.self) { try ProofCheck.check(other.proofs, of: statement, on: network) }
        #expect(throws: ProofFault.self) { try ProofCheck.check([], of: other.statement, on: other.network) }
        #expect(try ProofCheck.proof(of: answer.outcome, drafts: [], other.statement, on: other.network) == nil)
    }

    /// The answer is that of a method that records nothing.
    @Test func `recording changes no verdict`() throws {
        for example in GivenProofCase.all(60) {
            let (network, question) = (try example.network(), try example.question())
            let descriptor = try #require(MethodRegistry.catalog["bab"])
            let asker = QuestionAsker(MethodCall(descriptor), on: network) { _ in
                WitnessJudge(settle: { outcome, _ in outcome }, distance: { _, _ in .infinity })
            }
            let plain = try #require(asker.answer([question], until: .never)?.first)
            #expect(plain.verdict == (try example.proved(question, on: network)).outcome.verdict, "\(example)")
        }
    }

    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab", "milp"])
    func `other methods prove posed questions`(_ method: String) throws {
        let options: [String: OptionValue] =
            method == "bab" ? ["branching": .text("widest")] : method == "milp" ? ["certify": .boolean(true)] : [:]
        var proved = 0
        for example in GivenProofCase.all(60, method: method, options) {
            guard let (proofs, statement, network) = try example.sealed() else { continue }
            let report = try ProofCheck.check(proofs, of: statement, on: network)
            #expect(try ProofCheck.check(proofs, of: statement, on: network, Self.exact) == report, "\(example)")
            proved += 1
        }
        #expect(proved >= (["bab", "milp"].contains(method) ? 25 : 1), "\(proved)")
    }

    @Test func `bounds that are too large by a billionth are not confirmed`() throws {
        var options = Self.exact
        options.error = 1e-9
        var refused = 0
        for example in GivenProofCase.all(24) {
            guard let (proofs, statement, network) = try example.sealed() else { continue }
            let fault = #expect(throws: ProofFault.self, "\(example)") {
                _ = try ProofCheck.check(proofs, of: statement, on: network, options)
            }
            if case .inexact = fault {} else { Issue.record("\(example): \(String(describing: fault))") }
            refused += 1
        }
        #expect(refused > 8)
    }

    /// Evidence of another question: that of the same with a constant, or a box, that makes it hold.
    @Test func `nothing seals what a point refutes`() throws {
        var attempts = 0
        for example in GivenProofCase.all(80) {
            let (network, question) = (try example.network(), try example.question())
            let property = try #require(question.query.sample.given)
            guard try example.proved(question, on: network).outcome.verdict == .falsified else { continue }
            let statement = GivenProofCase.statement(question, network)
            for change in [shifted, shrunken] {
                let other = GivenProofCase.question(change(property), example.seed, property.inputCount)
                let answer = try example.proved(other, on: network)
                guard answer.outcome.verdict == .robust else { continue }
                attempts += 1
                #expect(throws: ProofFault.self, "\(example)") {
                    _ = try ProofCheck.seal(answer.drafts, of: statement, on: network)
                }
            }
        }
        #expect(attempts > 20, "\(attempts)")
    }

    private func shifted(_ property: GivenProperty) -> GivenProperty {
        var property = property
        for part in property.parts.indices {
            for clause in property.parts[part].clauses.indices {
                for form in property.parts[part].clauses[clause].indices {
                    property.parts[part].clauses[clause][form].constant += 0.2
                }
            }
        }
        return property
    }

    /// The lowest corner of every box.
    private func shrunken(_ property: GivenProperty) -> GivenProperty {
        var property = property
        for part in property.parts.indices { property.parts[part].box.upper = property.parts[part].box.lower }
        return property
    }

    @Test func `witnesses outside a box, or of no part, do not count`() throws {
        var refused = 0
        for example in GivenProofCase.all(60) {
            let (network, question) = (try example.network(), try example.question())
            let answer = try example.proved(question, on: network)
            let statement = GivenProofCase.statement(question, network)
            guard answer.outcome.verdict == .falsified, var point = answer.outcome.witness?.pixels else { continue }
            point[0] += 40
            for wrong in [point, [], [.nan, 0], point + [0]] {
                #expect(throws: ProofFault.self) {
                    try ProofCheck.check(witness: wrong, of: statement, on: network)
                }
            }
            refused += 1
        }
        #expect(refused > 10)
    }
}

extension RobustnessProof {
    /// Leaves with multipliers of ReLUs that compute the forms, which all but the last units are.
    fileprivate var ascendedLeaves: Int {
        let forms = units.filter { $0.stage < 3 }.count
        return classes.flatMap(\.tree.nodes).count { node in
            guard case .leaf(let leaf) = node, case .multipliers(let multipliers) = leaf.evidence else { return false }
            return (0..<min(forms, multipliers.count)).contains { !multipliers[$0].isNaN }
        }
    }
}
