import Networks
import Proofs
import Questions

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
    ///   - multipliers: one per unstable ReLU of `network`, the box's own; `nil` if backward substitution to the
    ///     inputs proves the margin.
    func close(_ path: [ProofHalf], substituted: [[Int]], _ multipliers: [Float]?, _ network: ReducedNetwork) {
        let derivations = substituted.indices.map {
            StageEvidence(stage: $0 + 1, line: line, substituted: substituted[$0])
        }
        let evidence = multipliers.map { ProofLeaf.Evidence.multipliers(UnitMap(network, sites).spread(.single($0))) }
        record(ClosedDomain(path: path, leaf: ProofLeaf(evidence ?? .substitution(line), derivations: derivations)))
    }
}
