import Networks
import ProofCheck
import Proofs
import Questions
import TestSupport

extension ProofTarget {
    /// Sealed proofs with a plane of every ReLU.
    static func planeSeeds(_ networks: [Network]) -> [Proof] {
        networks.compactMap { network in
            let sample = RandomNetworks.sample(for: network, seed: 1)
            let query = Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.001))
            let statement = ProofStatement(query, network: network.digest, networkFile: "n", method: "m")
            let planes = network.lowered.reluStages.flatMap { Self.planes(of: $0, in: network.lowered) }
            let leaf = ProofLeaf(.multipliers(.single([])), planeMultipliers: planes.map { _ in -0x1p-10 })
            let tree = ProofTree(nodes: [.split(.input(0, at: 0.5)), .leaf(leaf), .leaf(leaf)], planes: planes)
            let classes = (0..<network.classCount).filter { $0 != sample.label }.map {
                ClassProof(adversarial: $0, tree: tree)
            }
            let draft = RobustnessProof(units: [], stages: [], classes: classes)
            guard let sealed = try? ProofCheck.seal(draft, of: statement, on: network) else { return nil }
            return Proof(statement: statement, content: .robust(sealed.proof))
        }
    }

    private static func planes(of stage: Int, in network: LoweredNetwork) -> [ProofPlane] {
        network.stages[stage].bias.indices.map { neuron in
            let row = network.stages[stage].terms.flatMap { $0.matrix.entries(ofRow: neuron) }
            return ProofPlane(
                stage: stage, neuron: neuron, weights: row.map { Float($0.value / 2) }, active: 0.5, inactive: 0.5)
        }
    }
}
