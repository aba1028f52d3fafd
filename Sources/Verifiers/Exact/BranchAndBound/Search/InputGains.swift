import Foundation
import Questions

/// What halving an input has brought so far, by how often it was halved before: the pseudo-costs of inputs.
///
/// A gain is the share of the way from a box's bound to 0 that one of its halves has come, in [0, 1]; 1 closes it.
struct InputGains {
    private struct Mean {
        var sum = 0.0
        var count = 0
    }

    /// Gains that say enough.
    private static let enough = 4
    /// What the largest score counts for beside gains.
    private static let scoreShare = 0.1

    private let root: Box
    private var gains: [[Mean]]

    init(_ root: Box) {
        self.root = root
        gains = root.lower.map { _ in [] }
    }

    /// How often an input of a box was halved, nearly: cuts count as well.
    func level(of input: Int, in box: Box) -> Int {
        let (whole, part) = (root.upper[input] - root.lower[input], box.upper[input] - box.lower[input])
        guard part > 0, whole > part else { return 0 }
        return Int(min(60, log2(whole / part)).rounded())
    }

    /// Takes down that a half has come from `before` to `after`, both at most 0.
    mutating func note(_ input: Int, level: Int, from before: Double, to after: Double) {
        while gains[input].count <= level { gains[input].append(Mean()) }
        let share = before < 0 ? min(1, max(0, (after - before) / -before)) : 1
        gains[input][level].sum += share
        gains[input][level].count += 1
    }

    /// The input that is best halved: of those little is known of, the one of the largest `score`; else the one of the largest
    /// mean gain, to which the score adds a little: where nothing gains, it decides. `nil` without candidates.
    func choice(among inputs: [Int], in box: Box, score: (Int) -> Double) -> Int? {
        let known = inputs.map { input -> (input: Int, mean: Mean) in
            let level = level(of: input, in: box)
            return (input, level < gains[input].count ? gains[input][level] : Mean())
        }
        let best = inputs.map(score).max() ?? 0
        // What cannot matter is not tried.
        let unknown = known.filter { $0.mean.count < Self.enough && score($0.input) >= 0.05 * best }
        if !unknown.isEmpty { return unknown.map(\.input).max { score($0) < score($1) } }
        func value(_ entry: (input: Int, mean: Mean)) -> Double {
            let share = best > 0 ? score(entry.input) / best : 0
            return entry.mean.sum / Double(max(1, entry.mean.count)) + Self.scoreShare * share
        }
        return known.max { value($0) < value($1) }?.input
    }
}
