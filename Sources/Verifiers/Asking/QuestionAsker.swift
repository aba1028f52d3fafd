import Networks
import Questions

/// Asks a method questions of any form: brings each to the plain one that methods answer, and searches over sizes where the
/// minimum distortion is asked for.
public struct QuestionAsker: Sendable {
    /// The independent check of a question as it was asked, told of sizes by the queries that methods got.
    public typealias Judges = @Sendable (AskedQuestion) -> WitnessJudge

    let call: MethodCall
    let network: Network
    private let judges: Judges
    private let families: FamilyRegistry
    private let properties: PropertyRegistry

    /// - Parameter judges: what decides witnesses of a search over sizes; the sizes are those of the question asked.
    public init(
        _ call: MethodCall, on network: Network, families: FamilyRegistry = .standard,
        properties: PropertyRegistry = .standard, judges: @escaping Judges
    ) {
        self.call = call
        self.network = network
        self.judges = judges
        self.families = families
        self.properties = properties
    }

    /// One outcome per question, in order, each until its share of the time; witnesses are not decided yet. `nil` if there is no
    /// such method.
    ///
    /// - Parameter soFar: told what a search over sizes would say if it ended now, whenever that gets better.
    public func answer(
        _ questions: [AskedQuestion], until deadline: Deadline, soFar: (Outcome) -> Void = { _ in }
    ) -> [Outcome]? {
        guard let verifier = MethodRegistry.make(call),
            let descriptor = MethodRegistry.catalog[call.name]?.resolved(for: call)
        else { return nil }
        return questions.enumerated().map { position, question in
            guard !deadline.hasPassed else { return Outcome(verdict: .timeout) }
            let share = deadline.part(1 / Double(questions.count - position))
            return answerParts(question, until: share) { part, deadline in
                let isWhole = question.parts.count == 1
                return answer(part, verifier, descriptor, until: deadline, isWhole ? soFar : { _ in })
            }
        }
    }

    /// A question of several boxes is answered box by box, up to the first with a witness. One of none holds.
    ///
    /// - Parameter answer: answers one box.
    func answerParts(
        _ question: AskedQuestion, until deadline: Deadline, _ answer: (AskedQuestion, Deadline) -> Outcome
    ) -> Outcome {
        let parts = question.parts
        guard !parts.isEmpty else { return Outcome(verdict: .robust, note: GivenProperty.unsatisfiableNote) }
        guard parts.count > 1 else { return answer(question, deadline) }
        var whole = Outcome(verdict: .robust, marginLower: .infinity)
        for (position, part) in parts.enumerated() {
            let share = deadline.part(1 / Double(parts.count - position))
            var outcome = answer(part, share)
            outcome.measurements.precede(by: whole.measurements)
            if outcome.verdict == .falsified { return outcome }
            let lower = outcome.marginLower.flatMap { lower in whole.marginLower.map { min($0, lower) } }
            // The first box that is open says why the whole is.
            if whole.verdict != .robust { (outcome.verdict, outcome.reason) = (whole.verdict, whole.reason) }
            (whole, whole.marginLower) = (outcome, lower)
        }
        return whole
    }

    private func answer(
        _ question: AskedQuestion, _ verifier: any Verifier<Network>, _ descriptor: MethodDescriptor,
        until deadline: Deadline, _ soFar: (Outcome) -> Void
    ) -> Outcome {
        let posed: PosedQuestion
        switch pose(question, to: descriptor) {
        case .asked(let made): posed = made
        case .answered(let outcome): return outcome
        }
        switch question.form.goal {
        case .robustness:
            return verifier.verify([posed.query], on: posed.network, until: deadline).first
                ?? Outcome(verdict: .crashed, note: "no answer")
        case .minimumDistortion(let tolerance, _):
            return MinimumDistortion(
                verifier, descriptor, tolerance: tolerance, judge: judges(question),
                guides: RadiusGuides(for: call, descriptor)
            ).answer(posed.query, on: posed.network, until: deadline, soFar: soFar)
        }
    }

    /// A question as methods are asked it, or what is said of it without asking any.
    enum Posing {
        case asked(PosedQuestion)
        case answered(Outcome)
    }

    func pose(_ question: AskedQuestion, to descriptor: MethodDescriptor) -> Posing {
        let posed: PosedQuestion
        do throws(FamilyFault) {
            guard
                let made = try PosedQuestion(
                    question.query, question.form, on: network, shape: question.shape, families: families,
                    properties: properties)
            else { return .answered(Self.nothingAsked(question)) }
            posed = made
        } catch { return .answered(Outcome(verdict: .unsupported, note: "\(error)")) }
        guard descriptor.norms.contains(posed.query.perturbation.norm) else {
            return .answered(
                Outcome(
                    verdict: .unsupported,
                    note:
                        "\(descriptor.name) cannot handle \(posed.query.perturbation.norm.title), as which it sees the set"
                ))
        }
        // Certificates measure distances in a norm of their own, not in shares of a reach.
        guard posed.query.perturbation.reach == nil || descriptor.claim != .distance else {
            return .answered(
                Outcome(
                    verdict: .unsupported,
                    note: "\(descriptor.name) cannot handle "
                        + (question.query.sample.given != nil
                            ? "the boxes of a property: it measures distances in a norm. Ask \(Self.fitForBoxes) instead"
                            : question.form.family.name)))
        }
        return .asked(posed)
    }

    /// What to ask about boxes of any sides: the complete verifiers, and the tightest bound.
    private static let fitForBoxes = "bab, milp or lp-all"

    /// A property that asks for nothing holds on every set.
    private static func nothingAsked(_ question: AskedQuestion) -> Outcome {
        var outcome = Outcome(verdict: .robust, note: "the property asks for nothing of this sample")
        if question.form.goal.isRadius { outcome.distanceLower = question.query.perturbation.epsilon }
        return outcome
    }
}

extension Measurements {
    /// Adds what the boxes before cost; ReLUs that are unstable are those of the last.
    fileprivate mutating func precede(by earlier: Measurements) {
        let (wall, cpu) = (wallSeconds + earlier.wallSeconds, cpuSeconds + earlier.cpuSeconds)
        add(earlier, keepsUnstable: true)
        (wallSeconds, cpuSeconds) = (wall, cpu)
    }
}
