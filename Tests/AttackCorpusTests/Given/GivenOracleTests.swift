import Networks
import ProofCheck
import Proofs
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Given properties of tiny networks, decided by cutting their boxes in fractions, against the search of boxes and the bounds; a small
/// slice by default, `make corpus` asks for more.
@Suite struct GivenOracleTests {
    /// Subjects of one test case.
    private static let share = 10
    private static let count = Effort.networks < 100 ? 60 : min(Effort.networks, 2_000)

    @Test(arguments: 0..<count / share)
    func `what is said of given properties is true, and is proved`(_ position: Int) throws {
        var (holding, failing) = (0, 0)
        for seed in position * Self.share..<(position + 1) * Self.share {
            let subject = try GivenSubject(seed: Effort.firstSeed + UInt64(seed))
            guard let truth = Truth(subject) else { continue }
            if truth.clearlyHolds { holding += 1 }
            if truth.clearlyFails { failing += 1 }
            for method in ["bab", "crown", "lp-last", "lp-all"] { try ask(method, subject, truth) }
        }
        #expect(holding + failing > 0)
    }

    @Test(arguments: 0..<count / share)
    func `LP-ALL is nowhere looser than LP-LAST`(_ position: Int) throws {
        for seed in position * Self.share..<(position + 1) * Self.share {
            let subject = try GivenSubject(seed: Effort.firstSeed + UInt64(seed))
            let bounds = try ["lp-last", "lp-all"].map { method in
                let asker = try asker(method, subject)
                return asker.answer([subject.question(measure: .margin)], until: Deadline(after: 5))?.first?.marginLower
            }
            guard let last = bounds[0], let all = bounds[1] else { continue }
            #expect(last <= all + 1e-9 * (1 + abs(last)), "\(subject)")
        }
    }

    /// What fractions say of a subject.
    private struct Truth {
        let holds: Bool
        /// The same by a thousandth of the largest form.
        var (clearlyHolds, clearlyFails) = (true, false)

        init?(_ subject: GivenSubject) {
            var holds = true
            for part in subject.property.parts {
                guard let unsafe = UnsafeInputs(of: subject.network, part) else { return nil }
                let room = unsafe.scale * Rational(0x1p-10)
                holds = holds && !unsafe.reach(.zero)
                clearlyHolds = clearlyHolds && !unsafe.reach(room)
                clearlyFails = clearlyFails || unsafe.reach(-room)
            }
            self.holds = holds
        }
    }

    private func ask(_ method: String, _ subject: GivenSubject, _ truth: Truth) throws {
        let question = subject.question(measure: .verdict)
        let asker = try asker(method, subject)
        let said = try #require(asker.answer([question], until: Deadline(after: 5))?.first)
        let outcome = WitnessCheck.settle(said, for: question, on: subject.network)
        judge(outcome, subject, truth, "\(method), \(subject)")
        if method == "bab", subject.isOrdinary {
            if truth.clearlyHolds { #expect(outcome.verdict == .robust, "\(subject)") }
            if truth.clearlyFails { #expect(outcome.verdict == .falsified, "\(subject)") }
        }
        try judgeProof(asker, question, outcome, subject, truth, "\(method), \(subject)")
    }

    private func asker(_ method: String, _ subject: GivenSubject) throws -> QuestionAsker {
        let descriptor = try #require(MethodRegistry.catalog[method])
        return QuestionAsker(MethodCall(descriptor), on: subject.network) { .independent($0, on: subject.network) }
    }

    private func judge(_ outcome: Outcome, _ subject: GivenSubject, _ truth: Truth, _ name: String) {
        switch outcome.verdict {
        case .robust: #expect(truth.holds, "\(name): said to hold")
        case .falsified:
            #expect(!truth.holds, "\(name): said to fail")
            #expect(isConfirmed(outcome.witness, subject), "\(name): a witness that is none")
        case .witnessRejected: Issue.record("\(name): a witness was rejected")
        default: break
        }
    }

    /// Whether the inputs of a witness, each counted from its offset, are unsafe in some part.
    private func isConfirmed(_ witness: Witness?, _ subject: GivenSubject) -> Bool {
        guard let witness else { return false }
        return subject.property.parts.contains { part in
            let point = witness.pixels.indices.map { index in
                Rational(witness.pixels[index])
                    + Rational(GivenInput(lower: part.box.lower[index], upper: part.box.upper[index]).offset)
            }
            return UnsafeInputs.isUnsafe(point, in: part, subject.network)
        }
    }

    /// What is called robust has a proof that passes both modes of the check.
    private func judgeProof(
        _ asker: QuestionAsker, _ question: AskedQuestion, _ outcome: Outcome, _ subject: GivenSubject,
        _ truth: Truth, _ name: String
    ) throws {
        let proved = try #require(asker.prove(question, until: Deadline(after: 5)))
        if outcome.verdict == .robust { #expect(proved.outcome.verdict == .robust, "\(name): not with a proof") }
        guard proved.outcome.verdict == .robust else { return }
        #expect(truth.holds, "\(name): said to hold with a proof")
        let statement = ProofStatement(
            question.query, network: subject.network.digest, networkFile: "corpus", method: name)
        do {
            let proof = try #require(
                try ProofCheck.proof(of: proved.outcome, drafts: proved.drafts, statement, on: subject.network))
            for isExact in [false, true] {
                let options = ProofCheckOptions(isExact: isExact)
                #expect(ProofCheck.examine(proof, on: subject.network, options).isAccepted, "\(name): \(isExact)")
            }
        } catch { Issue.record("\(name): \(error)") }
    }
}
