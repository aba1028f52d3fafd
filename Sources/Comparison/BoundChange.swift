import Questions
import SuiteFiles

/// A certified bound that is not what it was.
public struct BoundChange: Sendable, Hashable, Encodable {
    public enum Bound: String, Sendable, Hashable, Encodable {
        /// Lower bound on the worst margin, in logits.
        case margin
        /// Lower bound on the minimum adversarial distortion.
        case distance
    }

    public var cell: SuiteCell
    public var sample: SampleID
    public var bound: Bound
    /// `nil` where there is none.
    public var before: Double?
    public var after: Double?

    /// How much tighter; `nil` where one of the two is missing.
    public var gain: Double? {
        guard let before, let after else { return nil }
        return after - before
    }
}

/// How much two bounds may differ and still count as one.
///
/// A program that runs twice gives the same bits, so that equal answers of one build need no tolerance at all. What it must
/// allow for is another order of the last few operations: additions of numbers as large as the bound, or as 1 (the logits that
/// a margin is the difference of), each with an error of half an ulp. Sixteen of them are `ulps` ulps of the largest magnitude
/// involved. A bound that drops by 1e-9 is told apart as long as it is below 5e5.
public enum BoundTolerance {
    public static let ulps = 8.0

    /// For two bounds of this size.
    public static func between(_ a: Double, _ b: Double) -> Double { ulps * max(1, abs(a), abs(b)).ulp }

    /// Whether `after` is surely below `before`. A NaN where there was a number is.
    public static func isLooser(_ after: Double, than before: Double) -> Bool {
        if after == before || before.isNaN { return false }
        if after.isNaN { return true }
        guard after.isFinite, before.isFinite else { return after < before }
        return before - after > between(after, before)
    }
}

/// Bounds that are looser or tighter than they were.
///
/// Only what a method computed itself is compared. Not judged, but counted, are bounds that limits cut off in both runs (they
/// say how fast the machine was), and those with which complete verifiers of different revisions stopped once a query was
/// decided (they say where the search was then).
struct BoundChanges {
    private(set) var looser = [BoundChange]()
    private(set) var tighter = [BoundChange]()
    /// Bounds that were held against each other.
    private(set) var compared = 0
    private(set) var unjudged = 0

    init(_ pairing: Pairing) {
        for pair in pairing.cells where !pair.isPoint {
            for query in pair.queries {
                guard let base = query.base, let new = query.new, base.impliedBy == nil, new.impliedBy == nil else {
                    continue
                }
                compare(.margin, base.marginLower, new.marginLower, pair, query.sample, base, new)
                compare(.distance, base.distanceLower, new.distanceLower, pair, query.sample, base, new)
            }
        }
    }

    private mutating func compare(
        _ bound: BoundChange.Bound, _ before: Double?, _ after: Double?, _ pair: CellPair, _ sample: SampleID,
        _ base: Outcome, _ new: Outcome
    ) {
        guard before != nil || after != nil else { return }
        // A witness makes the bound superfluous.
        if after == nil, new.verdict == .falsified { return }
        if before == nil, base.verdict == .falsified { return }
        guard pair.isJudgeable(base, new) else {
            unjudged += 1
            return
        }
        compared += 1
        let change = BoundChange(cell: pair.cell, sample: sample, bound: bound, before: before, after: after)
        guard let before else {
            tighter.append(change)
            return
        }
        guard let after else {
            looser.append(change)
            return
        }
        if BoundTolerance.isLooser(after, than: before) {
            looser.append(change)
        } else if BoundTolerance.isLooser(before, than: after) {
            tighter.append(change)
        }
    }
}

extension CellPair {
    fileprivate func isJudgeable(_ base: Outcome, _ new: Outcome) -> Bool {
        if base.ending.isCutOff, new.ending.isCutOff { return false }
        let stopsOnceDecided =
            descriptor.claim == .exact && !goal.isRadius && self.new.method.textIfPresent("objective") != "worst-margin"
        let bothDecided = base.verdict.isDecided && new.verdict.isDecided
        return !(stopsOnceDecided && bothDecided && self.base.revision != self.new.revision)
    }
}

extension Ending {
    /// Whether limits of the machine ended it, not the method.
    var isCutOff: Bool { self == .timeout || self == .outOfMemory || self == .crashed }
}
