import LinearAlgebra
import Proofs

/// What the bound of a domain in single precision rests on.
package struct LeafMultipliers: Sendable {
    /// Coefficients on h, one per unstable ReLU, without the planes' shares.
    var lambda: [Float]
    /// Coefficients on z.
    var mu: [Float]
    /// Of the upper planes that stand in for triangles, if any do.
    var weights: [UInt8]?
    /// Coefficients on h ≤ 0 that go to the planes of later ReLUs.
    var shared: [Float] = []
    /// Whether those of the weights that are used are fifteenths.
    fileprivate(set) var isCoarse = false
}

/// Turns the multipliers of a closed domain into a proof: the certified value of the relaxation with the domain's splits
/// as column bounds. Single precision guides the search; only what is > 0 here closes a domain.
package struct LeafCertificate: Sendable {
    let relaxation: CertifiedRelaxation
    /// A function of the program's columns.
    let objective: LinearFunction
    /// Upper planes that stand in for the triangles of the first ReLUs.
    var planes: InputPlanes?

    /// A certified lower bound on the margin over the domain that `splits` define.
    ///
    /// - Complexity: one pass over the program.
    package func bound(_ splits: [Int8], _ leaf: LeafMultipliers) -> Double {
        var multipliers = [Double](repeating: 0, count: relaxation.program.rowCount)
        let raised = leaf.weights == nil ? 0 : planes?.count ?? 0
        for (unit, place) in relaxation.placements.enumerated() {
            multipliers[place.tie] = Double(leaf.mu[unit])
            if unit >= raised, splits[unit] == 0, leaf.lambda[unit] < 0 {
                multipliers[place.triangle] = Double(leaf.lambda[unit])
            }
        }
        multipliers.replaceSubrange((multipliers.count - leaf.shared.count)..., with: leaf.shared.map(Double.init))
        var relaxed = objective
        if let weights = leaf.weights, let planes {
            relaxed = planes.exact.relaxed(
                objective, columns: { relaxation.placements[$0].h }, splits, lambda: leaf.lambda, weights: weights)
        }
        return relaxation.program.lowerBound(of: relaxed, multipliers: multipliers, fixed: fixed(splits))
    }

    /// The same from multipliers of the program's rows.
    func bound(_ splits: [Int8], multipliers: [Double]) -> Double {
        relaxation.program.lowerBound(of: objective, multipliers: multipliers, fixed: fixed(splits))
    }

    /// The same with the coefficients that they leave on the inputs, where these lie in an l2 ball.
    func bound(_ splits: [Int8], multipliers: [Double], inputCosts: inout [Double]) -> Double {
        relaxation.program.lowerBound(
            of: objective, multipliers: multipliers, fixed: fixed(splits), inputCosts: &inputCosts)
    }

    /// The same with weights of planes in few digits, for proofs; `nil` where there are no planes.
    func coarse(_ leaf: LeafMultipliers, _ splits: [Int8]) -> LeafMultipliers? {
        guard let weights = leaf.weights, let planes else { return nil }
        var coarse = leaf
        coarse.weights = planes.coarse(weights, splits, lambda: leaf.lambda)
        coarse.isCoarse = true
        return coarse
    }

    /// The same multipliers as a proof holds them, without those of planes of later ReLUs.
    func evidence(_ splits: [Int8], _ leaf: LeafMultipliers) -> Multipliers {
        guard let weights = leaf.weights, let planes else { return .single(leaf.mu) }
        var kept = UpperPlanes(isCoarse: leaf.isCoarse)
        for unit in 0..<planes.count where splits[unit] == 0 && leaf.lambda[unit] < 0 {
            kept.append(unit, weights[Int(planes.starts[unit])..<Int(planes.starts[unit + 1])])
        }
        return .raised(leaf.mu, kept)
    }

    /// The leaf of a proof that they make.
    func proofLeaf(_ splits: [Int8], _ leaf: LeafMultipliers) -> ProofLeaf {
        ProofLeaf(.multipliers(evidence(splits, leaf)), planeMultipliers: leaf.shared)
    }

    /// Columns that the splits fix at zero.
    func fixed(_ splits: [Int8]) -> [Int] {
        splits.indices.compactMap { unit in
            switch splits[unit] {
            case 1: relaxation.placements[unit].p
            case -1: relaxation.placements[unit].h
            default: nil
            }
        }
    }
}
