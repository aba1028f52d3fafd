import LinearAlgebra
import Proofs

/// Turns the multipliers of a closed domain into a proof: the certified value of the relaxation with the domain's splits
/// as column bounds. Single precision guides the search; only what is > 0 here closes a domain.
struct LeafCertificate: Sendable {
    let relaxation: CertifiedRelaxation
    /// A function of the program's columns.
    let objective: LinearFunction
    /// Upper planes that stand in for the triangles of the first ReLUs.
    var planes: InputPlanes?

    /// A certified lower bound on the margin over the domain that `splits` define.
    ///
    /// - Parameters:
    ///   - lambda: coefficients on h, one per unstable ReLU.
    ///   - mu: coefficients on z.
    ///   - weights: of the upper planes that stand in for triangles, if any do.
    func bound(_ splits: [Int8], lambda: [Float], mu: [Float], weights: [UInt8]? = nil) -> Double {
        var multipliers = [Double](repeating: 0, count: relaxation.program.rowCount)
        let raised = weights == nil ? 0 : planes?.count ?? 0
        for (unit, place) in relaxation.placements.enumerated() {
            multipliers[place.tie] = Double(mu[unit])
            if unit >= raised, splits[unit] == 0, lambda[unit] < 0 {
                multipliers[place.triangle] = Double(lambda[unit])
            }
        }
        var relaxed = objective
        if let weights, let planes {
            relaxed = planes.exact.relaxed(
                objective, columns: { relaxation.placements[$0].h }, splits, lambda: lambda, weights: weights)
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

    /// The same multipliers as a proof holds them.
    func evidence(_ splits: [Int8], lambda: [Float], mu: [Float], weights: [UInt8]?) -> Multipliers {
        guard let weights, let planes else { return .single(mu) }
        let units = (0..<planes.count).filter { splits[$0] == 0 && lambda[$0] < 0 }
        return .raised(
            mu,
            UpperPlanes(
                units: units,
                weights: units.map { Array(weights[Int(planes.starts[$0])..<Int(planes.starts[$0 + 1])]) }))
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
