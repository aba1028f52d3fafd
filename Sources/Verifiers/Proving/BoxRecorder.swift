import Networks
import Proofs
import Robustness

/// Takes down boxes of inputs that a search closes, each with bounds of its own for every stage.
struct BoxRecorder {
    /// The lower line that the boxes' bounds are substituted with.
    let line: SubstitutionLine
    /// The units of the proof.
    let sites: [MultiplierSite]
    let record: (ClosedDomain) -> Void

    /// A box whose stages are bounded by intervals and by backward substitution for the neurons that these leave
    /// undecided.
    ///
    /// - Parameters:
    ///   - substituted: those neurons, stage by stage from 1 on.
    ///   - multipliers: one per unstable ReLU of `model`, the box's own relaxation; `nil` if backward substitution to the
    ///     inputs proves the margin.
    func close(_ path: [ProofHalf], substituted: [[Int]], _ multipliers: [Float]?, _ model: RelaxationModel) {
        let derivations = substituted.indices.map {
            StageEvidence(stage: $0 + 1, line: line, substituted: substituted[$0])
        }
        let evidence = multipliers.map { ProofLeaf.Evidence.multipliers(.single(atSites($0, model))) }
        record(ClosedDomain(path: path, leaf: ProofLeaf(evidence ?? .substitution(line), derivations: derivations)))
    }

    /// A ReLU that is stable on the box has none of its own.
    private func atSites(_ multipliers: [Float], _ model: RelaxationModel) -> [Float] {
        var given = [Place: Float]()
        for (unit, multiplier) in zip(model.unstableReLUs, multipliers) {
            given[Place(stage: unit.stage, neuron: unit.neuron)] = multiplier
        }
        return sites.map { given[Place(stage: $0.stage, neuron: $0.neuron)] ?? .nan }
    }

    private struct Place: Hashable {
        let stage: Int
        let neuron: Int
    }
}
