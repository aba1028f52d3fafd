import Foundation
import Questions
import ResultStore

/// What one query of a cell is expected to take before any is asked in this run.
public struct CostPrior: Sendable, Hashable {
    /// Mean seconds.
    public var seconds: Double
    public var basis: CostBasis
    /// Recorded queries behind `seconds`; 0 unless the basis is `recorded`.
    public var count = 0
    /// Share of queries that had to be asked, where the cell is recorded.
    public var askedShare: Double?
}

extension Plan {
    /// What one query of each cell is expected to take, by outcomes of that configuration, else of the network at other
    /// sizes, else of the method on other networks, else by formula.
    func costPriors(by earlier: [EarlierCost]) -> [CostPrior] {
        let sizes = Dictionary(
            networks.map { ($0.network.digest, NetworkSize($0.network)) }, uniquingKeysWith: { first, _ in first })
        let earlier = Dictionary(grouping: earlier) { $0.configuration.method.name }
        return cells.map { cell in
            let size = sizes[cell.configuration.network] ?? NetworkSize(networks[cell.network].network)
            return Self.prior(of: cell, size, by: earlier[cell.descriptor.name] ?? [], sizes: sizes)
        }
    }

    private static func prior(
        of cell: PlannedCell, _ size: NetworkSize, by earlier: [EarlierCost], sizes: [Digest: NetworkSize]
    ) -> CostPrior {
        let configuration = cell.configuration
        let guess = CostFormula.seconds(cell.descriptor, configuration, on: size)
        if let same = earlier.first(where: { $0.digest == cell.digest }) {
            return CostPrior(
                seconds: same.secondsEach(of: cell.descriptor.claim), basis: .recorded, count: same.asked,
                askedShare: Double(same.asked) / Double(same.asked + same.derived))
        }
        // In every other case the formula carries a mean over to other options, limits and networks.
        func scaled(_ cost: EarlierCost) -> Double {
            let there = CostFormula.seconds(
                cell.descriptor, cost.configuration, on: sizes[cost.configuration.network] ?? size)
            return cost.secondsEach(of: cell.descriptor.claim) * guess / there
        }
        let limit = configuration.limit.bindingSeconds
        let here = earlier.filter { $0.configuration.network == configuration.network }
        if let nearest = here.min(by: { distance($0, configuration) < distance($1, configuration) }) {
            return CostPrior(seconds: min(scaled(nearest), limit), basis: .otherSize)
        }
        guard !earlier.isEmpty else { return CostPrior(seconds: guess, basis: .guess) }
        // The formula counts as one network more.
        let logarithms = earlier.map { log(scaled($0)) } + [log(guess)]
        return CostPrior(
            seconds: min(exp(logarithms.reduce(0, +) / Double(logarithms.count)), limit), basis: .otherNetworks)
    }

    /// How far an earlier configuration on the same network is: other options count more than any difference of ε.
    private static func distance(_ cost: EarlierCost, _ configuration: Configuration) -> Double {
        let (there, here) = (cost.configuration.perturbation.epsilon, configuration.perturbation.epsilon)
        let apart = there > 0 && here > 0 ? abs(log(there / here)) : there == here ? 0 : 10
        // Texts are compared: a whole number that was written down comes back as an integer.
        var moved = cost.configuration
        moved.perturbation = configuration.perturbation
        moved.budget = configuration.budget
        return apart + (moved.canonicalJSON == configuration.canonicalJSON ? 0 : 100)
    }
}

extension EarlierCost {
    /// Mean seconds of a query: of computing, which no other program prolongs; on the clock, by which exact methods end.
    fileprivate func secondsEach(of claim: Claim) -> Double {
        let sum = claim == .exact || computing <= 0 ? seconds : min(computing, seconds)
        return max(sum / Double(max(1, asked)), 1e-9)
    }
}
