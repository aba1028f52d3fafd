import Networks
import ProofCheck
import Proofs
import Questions
import Verifiers
import WitnessCheck

/// What came of asking a contender about a subject.
struct Trial: Sendable {
    /// What is held against an answer.
    enum Fault: Sendable, Hashable {
        /// `robust`, and a point of the set has a margin ≤ 0.
        case robust
        /// `robust` for single precision in any order, and some order misclassifies a point of the set.
        case singlePrecision
        /// `falsified`, and the witness is none.
        case falsified
        /// A lower bound above a margin that is attained.
        case bound
        /// A margin far below the worst one, said to be attained.
        case attained
        /// A proof of something false that the checker seals.
        case checker
        /// A proof that was sealed and then refused.
        case seal
    }

    let contender: Contender
    let verdict: Verdict
    /// Why a true `robust` has no proof that passes; whoever runs verigap is told `unknown` then.
    private(set) var isUnsealed: String?
    let seconds: Double
    private(set) var faults: [(kind: Fault, words: String)] = []

    /// Asks `contender`, and judges what it says after the checks that every outcome goes through.
    init(_ contender: Contender, _ subject: Subject) {
        self.contender = contender
        let query = subject.asking(contender.measure)
        let (deadline, start) = (Deadline(after: 2), ContinuousClock.now)
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
            if contender.claimsSinglePrecision, let found = SinglePrecision.counterexample(subject) {
                faults.append((.singlePrecision, "says robust with \(words(outcome)); \(found)"))
            }
        case .falsified:
            if let refusal = Self.refusal(of: outcome.witness, subject) {
                faults.append((.falsified, "says falsified with \(words(outcome)); \(refusal)"))
            }
        default: break
        }
        if !faults.contains(where: { $0.kind == .robust }) { judgeBounds(outcome, truth) }
    }

    private mutating func judgeBounds(_ outcome: Outcome, _ truth: Truth?) {
        guard let truth, let attained = truth.attained else { return }
        if let lower = outcome.marginLower, lower > -.infinity || lower.isNaN {
            if !lower.isFinite || attained < Rational(lower) {
                faults.append((.bound, "bounds the margin by \(lower); exact margin \(attained)"))
            }
        }
        // Margins beyond doubles are said to be the largest.
        if let upper = outcome.marginUpper, upper.isNaN || abs(upper) < .greatestFiniteMagnitude, truth.isExact {
            let slack = Rational(1e-6) * (Rational(1) + attained.magnitude)
            if !upper.isFinite || Rational(upper) < attained - slack {
                faults.append((.attained, "says that \(upper) is attained; exact worst margin \(attained)"))
            }
        }
    }

    /// Why a point of floats is no counterexample, exactly; `nil` if it is one.
    static func refusal(of witness: Witness?, _ subject: Subject) -> String? {
        guard let witness, witness.pixels.allSatisfy(\.isFinite) else { return "no witness" }
        let point = witness.pixels.map { Rational($0) }
        guard ExactSet(subject.query).contains(point) else {
            return "the witness \(witness.pixels) lies outside the set"
        }
        let margin = ExactValues(of: subject.network, at: point).worstMargin(label: subject.query.label)
        guard let margin else { return "there is no other class" }
        return margin.sign <= 0 ? nil : "exact margin \(margin) at \(witness.pixels)"
    }

    /// A robust outcome comes with a proof that passes both modes of the checker, unless it is unsealed.
    private mutating func judge(_ proved: ProvedOutcome, _ subject: Subject) {
        guard proved.outcome.verdict == .robust, contender.descriptor.isRigorous else { return }
        guard let draft = proved.proof else {
            isUnsealed = proved.reason ?? "nothing was recorded"
            return
        }
        let statement = ProofStatement(
            subject.query, network: subject.network.digest, networkFile: "corpus", method: contender.name)
        do {
            let sealed = try ProofCheck.seal(draft, of: statement, on: subject.network).proof
            if subject.truth?.refutesRobust ?? false { faults.append((.checker, "its false proof passes")) }
            for isExact in [false, true] {
                let options = ProofCheckOptions(isExact: isExact)
                do { _ = try ProofCheck.check(sealed, of: statement, on: subject.network, options) } catch {
                    faults.append((.seal, "a sealed proof is refused, exactly \(isExact): \(error)"))
                }
            }
        } catch { isUnsealed = "\(error)" }
    }

    private func words(_ outcome: Outcome) -> String {
        let numbers = [
            ("lower", outcome.marginLower), ("upper", outcome.marginUpper), ("distance", outcome.distanceLower),
        ]
        return numbers.compactMap { name, value in value.map { "\(name) \($0)" } }.joined(separator: ", ")
    }
}
