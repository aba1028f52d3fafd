import Foundation
import Questions
import ResultStore

/// What a cell still has to ask.
struct CellOutlook: Sendable, Hashable {
    /// Queries that wait for answers of cheaper methods.
    var waiting = 0
    /// How many of them will have to be asked, as far as one can tell.
    var expected = 0.0
}

/// What a cheaper method means for a query.
enum Fate: UInt8, Sendable {
    /// It has not answered.
    case unknown
    /// Its answer leaves the query open.
    case open
    case settled
    /// It has no say in this image.
    case absent
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
        guard cell.chunks.contains(where: { $0.waiting > 0 }) else { return CellOutlook() }
        let survival = survival(of: target, recordedShare: recordedShare)
        var outlook = CellOutlook()
        for chunk in cell.chunks where chunk.waiting > 0 {
            for position in chunk.positions where cell.standings[position] == .pending {
                outlook.waiting += 1
                var chance = 1.0
                for (source, share) in survival.enumerated() {
                    let fate = cell.fates[source][position]
                    if fate == .unknown { chance *= share }
                    if fate == .settled {
                        chance = 0
                        break
                    }
                }
                outlook.expected += chance
            }
        }
        return outlook
    }

    /// The share of queries that survive each cheaper method, of those that survived the ones before it.
    private func survival(of target: Int, recordedShare: Double?) -> [Double] {
        let cell = cells[target]
        var isOut = [Bool](repeating: false, count: cell.standings.count)
        var bounds = 0
        return cell.sources.enumerated().map { number, source in
            var (seen, survived) = (0.0, 0.0)
            let fates = cell.fates[number]
            for position in fates.indices where !isOut[position] {
                if fates[position] == .open {
                    seen += 1
                    survived += 1
                } else if fates[position] == .settled {
                    seen += 1
                    isOut[position] = true
                }
            }
            let claim = plan.cells[source].descriptor.claim
            let prior =
                recordedShare.map { pow(max($0, 1e-3), 1 / Double(cell.sources.count)) }
                ?? CascadePriors.survival(claim, afterBounds: bounds)
            if claim == .lowerBound { bounds += 1 }
            return (survived + CascadePriors.weight * prior) / (seen + CascadePriors.weight)
        }
    }

    /// Finds out what the answers of the store mean. Call once, when all cells know what they wait for.
    mutating func connectFates() {
        for target in cells.indices {
            cells[target].fates = cells[target].sources.map { source in
                plan.cells[target].samples.map { sample in
                    let there = Int(cells[source].positionOf[sample])
                    guard there >= 0 else { return .absent }
                    return cells[source].known[there].map { fate(of: target, from: source, saying: $0, about: sample) }
                        ?? .unknown
                }
            }
        }
    }

    /// What an answer of `source` means for a query of `target` about the same image.
    func fate(of target: Int, from source: Int, saying answer: Answer, about sample: Int) -> Fate {
        if self.answer(for: target, from: source, saying: answer) == nil { return .open }
        // What is audited is asked all the same, and says nothing of what others survive.
        let isAudited = plan.isAudited(cell: target, sample: sample)
        let isSettled = !isAudited || self.answer(for: target, from: source, saying: answer, isAudited: true) != nil
        return isSettled ? .settled : .absent
    }
}

/// How many queries survive a cheaper method, while nothing is known of that.
enum CascadePriors {
    /// Images that the prior counts for.
    static let weight = 2.0

    /// What one bound leaves open, the next ones mostly leave open too.
    static func survival(_ claim: Claim, afterBounds bounds: Int) -> Double {
        switch claim {
        case .classification: 0.95
        case .attack: 0.8
        case .lowerBound: bounds == 0 ? 0.6 : 0.8
        case .distance: 0.95
        case .exact: 0.5
        }
    }
}
