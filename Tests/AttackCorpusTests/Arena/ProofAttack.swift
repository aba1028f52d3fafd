import Networks
import ProofCheck
import Proofs
import Questions
import Verifiers

/// Proofs of false statements, which the checker must refuse whatever stands in them.
enum ProofAttack {
    /// What the checker wrongly accepts of a subject; nothing where the subject is robust.
    static func faults(_ subject: Subject) -> [String] {
        guard let truth = subject.truth, truth.refutesRobust, let margin = truth.attained else { return [] }
        let statement = ProofStatement(
            subject.query, network: subject.network.digest, networkFile: "corpus", method: "none")
        return drafts(subject).compactMap { name, draft in
            guard let sealed = try? ProofCheck.seal(draft, of: statement, on: subject.network).proof else { return nil }
            return "\(subject.name): accepts \(name); exact margin \(margin)"
        }
    }

    /// Drafts without knowledge: every kind of evidence at every stage, and those that a nearby true statement has.
    private static func drafts(_ subject: Subject) -> [(String, RobustnessProof)] {
        var result = [(String, RobustnessProof)]()
        for asReLUs in subject.network.layerKinds.contains(.maxPool) ? [false, true] : [false] {
            let network = asReLUs ? subject.network.lowered.withPoolsAsReLUs : subject.network.lowered
            let units = everyUnit(network)
            for line in SubstitutionLine.allCases {
                for keeps in [true, false] {
                    result.append(
                        (
                            "substitution by \(line) lines, intervals \(keeps), pools as ReLUs \(asReLUs)",
                            RobustnessProof(
                                writesPoolsAsReLUs: asReLUs, units: units,
                                stages: stages(network, line, keeps), classes: classes(subject, .substitution(line)))
                        ))
                }
            }
            for value in [0, 1, -1, Double.nan, 1e300, 0x1p-1074, 1e-160] {
                let multipliers = Multipliers.double(units.map { _ in value })
                result.append(
                    (
                        "multipliers \(value), pools as ReLUs \(asReLUs)",
                        RobustnessProof(
                            writesPoolsAsReLUs: asReLUs, units: units, stages: [],
                            classes: classes(subject, .multipliers(multipliers)))
                    ))
                result.append(
                    (
                        "an empty part by multipliers \(value)",
                        RobustnessProof(
                            writesPoolsAsReLUs: asReLUs, units: units, stages: [],
                            classes: classes(subject, .empty(multipliers)))
                    ))
            }
        }
        return result + borrowed(subject)
    }

    /// What methods say of the same image at a hundredth of ε and at none.
    private static func borrowed(_ subject: Subject) -> [(String, RobustnessProof)] {
        [0, 0.01, 0.99].flatMap { share in
            ["lp-last", "lp-all", "bab"].compactMap { method -> (String, RobustnessProof)? in
                guard let contender = Contender(method), contender.takes(subject) else { return nil }
                var query = subject.query
                query.perturbation.epsilon *= share
                let prover = MethodRegistry.make(contender.call) as? any ProvingVerifier
                let proved = prover?.prove(query, on: subject.network, until: Deadline(after: 1))
                return proved?.proof.map { ("\(method)'s proof at \(share) ε", $0) }
            }
        }
    }

    private static func stages(_ network: LoweredNetwork, _ line: SubstitutionLine, _ keeps: Bool) -> [StageEvidence] {
        network.stages.indices.dropFirst().map { stage in
            StageEvidence(
                stage: stage, line: line, substituted: Array(0..<network.stages[stage].preActivations),
                keepsIntervals: keeps)
        }
    }

    private static func classes(_ subject: Subject, _ evidence: ProofLeaf.Evidence) -> [ClassProof] {
        (0..<subject.network.classCount).filter { $0 != subject.query.label }.map {
            ClassProof(adversarial: $0, tree: ProofTree(ProofLeaf(evidence)))
        }
    }

    private static func everyUnit(_ network: LoweredNetwork) -> [ProofUnit] {
        network.stages.enumerated().flatMap { index, stage -> [ProofUnit] in
            switch stage.activation {
            case .identity: []
            case .relu: stage.bias.indices.map { ProofUnit(stage: index, value: $0, preActivation: $0) }
            case .maxPool(let windows):
                windows.enumerated().flatMap { window, inputs in
                    inputs.sorted().map { ProofUnit(stage: index, value: window, preActivation: $0) }
                }
            }
        }
    }
}
