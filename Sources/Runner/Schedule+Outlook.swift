import Foundation
import Questions

/// What a cell still has to ask.
struct CellOutlook: Sendable, Hashable {
    /// Queries that wait for answers of cheaper methods.
    var waiting = 0
    /// How many of them will have to be asked, as far as one can tell.
    var expected = 0.0
}

extension Schedule {
    /// What is known and expected of the queries of a cell that still wait.
    ///
    /// A query is asked if it survives every cheaper method that may settle it. Answers that are known settle it or do
    /// not; for the others stands the share of this cell's images that survived that method so far, of those that had
    /// survived the methods before it, drawn towards `CascadePriors` while there are few.
    ///
    /// - Complexity: samples × cheaper methods.
    func outlook(of target: Int, recordedShare: Double? = nil) -> CellOutlook {
        let cell = cells[target]
        let waiting = cell.chunks.reduce(0) { sum, chunk in
            chunk.waiting == 0 ? sum : sum + chunk.positions.count { cell.standings[$0] == .pending }
        }
        guard waiting > 0 else { return CellOutlook() }
        let fates = self.fates(of: target)
        let survival = survival(of: target, fates, recordedShare: recordedShare)
        var outlook = CellOutlook(waiting: waiting)
        for chunk in cell.chunks where chunk.waiting > 0 {
            for position in chunk.positions where cell.standings[position] == .pending {
                var chance = 1.0
                for (source, share) in survival.enumerated() {
                    switch fates[source][position] {
                    case .settled: chance = 0
                    case .unknown: chance *= share
                    case .open: break
                    }
                    if chance == 0 { break }
                }
                outlook.expected += chance
            }
        }
        return outlook
    }

    /// What an answer of a cheaper method means for a query.
    private enum Fate: UInt8 { case unknown, open, settled }

    /// By cheaper cell and position.
    private func fates(of target: Int) -> [[Fate]] {
        let (cell, planned) = (cells[target], plan.cells[target])
        return cell.sources.map { source in
            let positions = cells[source].positionOf
            return planned.samples.map { sample in
                let there = Int(positions[sample])
                guard there >= 0, let known = cells[source].known[there] else { return there < 0 ? .open : .unknown }
                return answer(for: target, from: source, saying: known) == nil ? .open : .settled
            }
        }
    }

    /// The share of queries that survive each cheaper method, of those that survived the ones before it.
    private func survival(of target: Int, _ fates: [[Fate]], recordedShare: Double?) -> [Double] {
        let sources = cells[target].sources
        let count = plan.cells[target].samples.count
        var isOut = [Bool](repeating: false, count: count)
        return sources.enumerated().map { number, source in
            var (seen, survived) = (0.0, 0.0)
            for position in 0..<count where !isOut[position] {
                switch fates[number][position] {
                case .unknown: continue
                case .open:
                    guard cells[source].positionOf[plan.cells[target].samples[position]] >= 0 else { continue }
                    seen += 1
                    survived += 1
                case .settled:
                    seen += 1
                    isOut[position] = true
                }
            }
            let prior =
                recordedShare.map { pow(max($0, 1e-3), 1 / Double(sources.count)) }
                ?? CascadePriors.survival(plan.cells[source].descriptor)
            return (survived + CascadePriors.weight * prior) / (seen + CascadePriors.weight)
        }
    }
}

/// How many queries survive a cheaper method, while nothing is known of that.
enum CascadePriors {
    /// Images that the prior counts for.
    static let weight = 2.0

    static func survival(_ source: MethodDescriptor) -> Double {
        switch source.claim {
        case .classification: 0.95
        case .attack: 0.8
        case .lowerBound: 0.6
        case .distance: 0.95
        case .exact: 0.5
        }
    }
}
