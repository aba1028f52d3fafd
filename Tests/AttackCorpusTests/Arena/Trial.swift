import Networks
import ProofCheck
import Proofs
import Robustness
import Verifiers
import WitnessCheck

/// What came of asking a contender about a subject.
struct Trial: Sendable {
    /// What is held against an answer.
    enum Fault: Sendable, Hashable {
        /// `robust`, and a point of the set has a margin ≤ 0.
        case robust
        /// `falsified`, and the witness is none.
        case falsified
        /// A lower bound above a margin that is attained.
        case bound
        /// A true `robust` whose own proof the checker refuses.
        case proof
        /// A proof of something false that the checker accepts.
        case checker
    }

    let contender: Contender
    let verdict: Verdict
    let seconds: Double
    private(set) var faults: [(kind: Fault, words: String)] = []

    /// Asks `contender`, and judges what it says after the checks that every outcome goes through.
    init(_ contender: Contender, _ subject: Subject) {
        self.contender = contender
        let query = subject.asking(contender.measure)
        let (deadline, start) = (Deadline(after: 4), ContinuousClock.now)
        let verifier = MethodRegistry.make(contender.call)
        let prover = verifier as? any ProvingVerifier
        let proved = prover?.prove(query, on: subject.network, until: deadline)
        let claims =
            [proved?.outcome, verifier?.verify([query], on: subject.network, until: deadline).first]
            .compactMap(\.self)
            .map { WitnessCheck.settle($0, for: query, on: subject.network) }
        verdict = claims.last?.verdict ?? .crashed
        seconds = (ContinuousClock.now - start) / .seconds(1)
        for outcome in claims { judge(outcome, subject) }
        if let proved { judge(proved, subject) }
    }

    private mutating func judge(_ outcome: Outcome, _ subject: Subject) {
        let truth = subject.truth
        switch outcome.verdict {
        case .robust:
            if let truth, truth.refutesRobust, let margin = truth.attained {
                faults.append((.robust, "says robust with \(words(outcome)); exact margin \(margin)"))
            }
        case .falsified:
            if let refusal = Self.refusal(of: outcome.witness, subject) {
                faults.append((.falsified, "says falsified with \(words(outcome)); \(refusal)"))
            }
        default: break
        }
        guard let lower = outcome.marginLower, let attained = truth?.attained, !faults.contains(where: { $0.kind == .robust })
        else { return }
        if lower == .infinity || (lower.isFinite && attained < Rational(lower)) || lower.isNaN {
            faults.append((.bound, "bounds the margin by \(lower); exact margin \(attained)"))
        }
    }

    /// Why a point of floats is no counterexample, exactly; `nil` if it is one.
    static func refusal(of witness: Witness?, _ subject: Subject) -> String? {
        guard let witness, witness.pixels.allSatisfy(\.isFinite) else { return "no witness" }
        let point = witness.pixels.map { Rational($0) }
        guard ExactSet(subject.query).contains(point) else { return "the witness \(witness.pixels) lies outside the set" }
        let margin = ExactValues(of: subject.network, at: point).worstMargin(label: subject.query.label)
        guard let margin else { return "there is no other class" }
        return margin.sign <= 0 ? nil : "exact margin \(margin) at \(witness.pixels)"
    }

    /// A robust outcome comes with a proof that passes, or with a reason why it has none.
    private mutating func judge(_ proved: ProvedOutcome, _ subject: Subject) {
        guard proved.outcome.verdict == .robust else { return }
        let isFalse = subject.truth?.refutesRobust ?? false
        guard let draft = proved.proof else {
            if !isFalse { faults.append((.proof, "robust without a proof: \(proved.reason ?? "no reason")")) }
            return
        }
        let statement = ProofStatement(
            subject.query, network: subject.network.digest, networkFile: "corpus", method: contender.name)
        do {
            let sealed = try ProofCheck.seal(draft, of: statement, on: subject.network).proof
            _ = try ProofCheck.check(sealed, of: statement, on: subject.network)
            if isFalse { faults.append((.checker, "its false proof passes")) }
        } catch { if !isFalse { faults.append((.proof, "its proof is refused: \(error)")) } }
    }

    private func words(_ outcome: Outcome) -> String {
        let numbers = [
            ("lower", outcome.marginLower), ("upper", outcome.marginUpper), ("distance", outcome.distanceLower),
        ]
        return numbers.compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: ", ")
    }
}
