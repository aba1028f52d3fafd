import Networks
import Proofs
import Questions

/// The ReLUs of a posed network as units of a proof: those that compute the forms, and those by which it takes the largest form of every
/// clause.
///
/// Of a pair of forms b + max(a − b, 0) is taken. With a multiplier μ on a − b where the pair counts c, the Lagrangian counts a by
/// μ and b by c − μ: multipliers are weights of forms, and all parts of these ReLUs are ≥ 0.
struct ClauseUnits {
    /// Forms of every clause.
    let counts: [Int]
    let sites: [MultiplierSite]
    /// Per round of pairs and clause: the clause's first site.
    private let rounds: [[Int]]
    /// Per stage that computes forms: its first site.
    private let firsts: [Int: Int]

    /// Weights are whole numbers of these, so that sums and differences of them are exact.
    private static let grain = 0x1p-24

    /// - Parameters:
    ///   - forms: the stage whose values are the forms.
    init(_ counts: [Int], in network: LoweredNetwork, after forms: Int) {
        var (sites, rounds, left) = ([MultiplierSite](), [[Int]](), counts)
        var firsts = [Int: Int]()
        for stage in network.reluStages where stage < forms {
            firsts[stage] = sites.count
            sites += (0..<network.stages[stage].width).map {
                MultiplierSite(stage: stage, value: $0, neuron: $0, rows: [])
            }
        }
        for stage in network.reluStages where stage > forms {
            var (starts, neuron) = ([Int](), 0)
            for count in left {
                starts.append(sites.count)
                for _ in 0..<count / 2 {
                    sites.append(MultiplierSite(stage: stage, value: neuron, neuron: neuron, rows: []))
                    neuron += 1
                }
            }
            rounds.append(starts)
            left = left.map { ($0 + 1) / 2 }
        }
        (self.counts, self.sites, self.rounds, self.firsts) = (counts, sites, rounds, firsts)
    }

    /// A multiplier of one of the sites.
    typealias Value = (site: Int, multiplier: Double)

    /// Multipliers of the clause's units that weigh its forms about as `weights` do, and the weights that they give exactly: ≥ 0,
    /// with sum 1.
    func exact(_ clause: Int, _ weights: [Double]) -> (values: [Value], weights: [Double]) {
        // Round by round what the values weigh; the first are the forms.
        var totals = [weights]
        while let last = totals.last, last.count > 1 {
            totals.append(
                stride(from: 0, to: last.count, by: 2).map { last[$0] + ($0 + 1 < last.count ? last[$0 + 1] : 0) })
        }
        var values = [Value]()
        var shares = [1.0]
        for round in (0..<totals.count - 1).reversed() {
            var below = [Double]()
            for (pair, share) in shares.enumerated() {
                guard 2 * pair + 1 < totals[round].count else {
                    below.append(share)
                    continue
                }
                let sum = totals[round + 1][pair]
                let part = sum > 0 ? totals[round][2 * pair] / sum * share : 0
                let first = min(share, (part / Self.grain).rounded(.down) * Self.grain)
                values.append((rounds[round][clause] + pair, first))
                below += [first, share - first]
            }
            shares = below
        }
        return (values, shares)
    }

    /// Multipliers of the clause's units, and of ReLUs that compute the forms.
    func multipliers(_ values: [Value], _ lines: LineMultipliers? = nil) -> Multipliers {
        let own = (lines?.values ?? []).map { (site: (firsts[$0.stage] ?? 0) + $0.neuron, multiplier: $0.multiplier) }
        let all = (own + values).sorted { $0.site < $1.site }
        let sparse = SparseMultipliers(
            count: sites.count, units: all.map { Int32($0.site) }, values: all.map(\.multiplier))
        return sparse.map { .sparse($0) } ?? .single(Array(repeating: .nan, count: sites.count))
    }
}
