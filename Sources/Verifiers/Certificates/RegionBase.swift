import LinearAlgebra
import Networks
import Questions

/// What the activation regions of all images of a network share: the rows of stages that read the inputs alone.
struct RegionBase: Sendable {
    let network: LoweredNetwork
    /// The norm that rows are measured in.
    let dual: Norm
    /// Per stage: its rows where they are the same everywhere.
    private let fixed: [JacobianRows?]

    /// - Complexity: one pass over the matrices that read the inputs.
    init(_ network: LoweredNetwork, dual: Norm) {
        self.network = network
        self.dual = dual
        fixed = network.stages.enumerated().map { index, stage in
            guard index > 0, stage.terms.allSatisfy({ $0.source == 0 }) else { return nil }
            return JacobianProduct.rows(of: stage, [nil], dual: dual, inputs: network.inputCount)
        }
    }

    /// Rows of ∂z/∂x' of a stage, from the rows of the values before it.
    func rows(of stage: Int, _ jacobians: [JacobianRows?]) -> JacobianRows {
        fixed[stage]
            ?? JacobianProduct.rows(of: network.stages[stage], jacobians, dual: dual, inputs: network.inputCount)
    }
}

/// The bases that a batch of queries needs, one per norm.
struct RegionBases {
    private let network: LoweredNetwork
    private var bases: [Norm: RegionBase] = [:]

    init(_ network: LoweredNetwork) { self.network = network }

    /// For distances in `norm`.
    mutating func base(for norm: Norm) -> RegionBase {
        if let known = bases[norm] { return known }
        let made = RegionBase(network, dual: norm.dual)
        bases[norm] = made
        return made
    }
}
