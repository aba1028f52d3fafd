import LinearAlgebra

/// Turns the multipliers of a closed domain into a proof: the certified value of the relaxation with the domain's splits
/// as column bounds. Single precision guides the search; only what is > 0 here closes a domain.
struct LeafCertificate: Sendable {
    let system: ReLUSystem
    let objective: LinearFunction

    /// A certified lower bound on the margin over the domain that `splits` define.
    ///
    /// - Parameters:
    ///   - lambda: coefficients on h, one per unstable ReLU.
    ///   - mu: coefficients on z.
    func bound(_ splits: [Int8], lambda: [Float], mu: [Float]) -> Double {
        var multipliers = [Double](repeating: 0, count: system.certified.rowCount)
        for unit in 0..<system.count {
            multipliers[system.rows[unit].tie] = Double(mu[unit])
            if splits[unit] == 0, lambda[unit] < 0 { multipliers[system.rows[unit].triangle] = Double(lambda[unit]) }
        }
        return bound(splits, multipliers: multipliers)
    }

    /// The same from multipliers of the program's rows.
    func bound(_ splits: [Int8], multipliers: [Double]) -> Double {
        system.certified.lowerBound(of: objective, multipliers: multipliers, fixed: fixed(splits))
    }

    /// Columns that the splits fix at zero.
    func fixed(_ splits: [Int8]) -> [Int] {
        splits.indices.compactMap { unit in
            switch splits[unit] {
            case 1: system.columns[unit].p
            case -1: system.columns[unit].h
            default: nil
            }
        }
    }
}
