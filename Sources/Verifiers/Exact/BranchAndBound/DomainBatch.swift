import LinearAlgebra

/// What branch and bound has decided of one ReLU.
enum Split: Int8, Sendable { case none = 0, active = 1, inactive = -1 }

/// One open part of the perturbation set: the splits that define it, the multipliers it inherits, its bound.
struct BranchDomain: Sendable {
    /// Per unstable ReLU.
    var splits: [Int8]
    var alpha: [Float]
    var beta: [Float]
    /// Lower bound on the margin over the domain, in single precision.
    var bound: Float
}

/// Domains side by side: every quantity is a matrix, unstable ReLUs × domains.
struct DomainBatch: Sendable {
    let count: Int
    /// 1 where the ReLU is not split, 0 elsewhere.
    var open: [Float]
    /// 1 where it is split active.
    var active: [Float]
    /// 1 where it is split inactive.
    var inactive: [Float]
    var alpha: [Float]
    var beta: [Float]

    init(_ domains: [BranchDomain], units: Int) {
        let count = domains.count
        self.count = count
        open = Array(repeating: 0, count: units * count)
        active = open
        inactive = open
        alpha = open
        beta = open
        for (column, domain) in domains.enumerated() {
            for unit in 0..<units {
                let index = unit * count + column
                let split = domain.splits[unit]
                open[index] = split == 0 ? 1 : 0
                active[index] = split > 0 ? 1 : 0
                inactive[index] = split < 0 ? 1 : 0
                alpha[index] = domain.alpha[unit]
                beta[index] = domain.beta[unit]
            }
        }
    }

    /// The multipliers of one domain.
    func multipliers(_ column: Int, units: Int) -> (alpha: [Float], beta: [Float]) {
        (
            (0..<units).map { alpha[$0 * count + column] }, (0..<units).map { beta[$0 * count + column] }
        )
    }
}
