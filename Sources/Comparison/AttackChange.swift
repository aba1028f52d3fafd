import Questions
import SuiteFiles

/// The best point that an attack found, where it is not as good as it was, or better.
public struct AttackChange: Sendable, Hashable, Encodable {
    public enum Quantity: String, Sendable, Hashable, Encodable {
        /// Smallest margin found, in logits.
        case margin
        /// Distance of the nearest witness found.
        case distance
    }

    public var cell: SuiteCell
    public var sample: SampleID
    public var quantity: Quantity
    /// `nil` where nothing was found.
    public var before: Double?
    public var after: Double?
}

/// How much two results of an attack may differ and still count as one.
///
/// Attacks compute in single precision; the same program repeats itself to the last bit, another order of its sums does not.
/// So much is allowed for points as is where laws are checked that rest on single precision: 1e-5 (1 + |v|).
public enum AttackTolerance {
    public static let relative = 1e-5

    /// Whether `after` is surely above `before`. A NaN where there was a number is.
    public static func isWeaker(_ after: Double, than before: Double) -> Bool {
        if after == before || before.isNaN { return false }
        if after.isNaN { return true }
        guard after.isFinite, before.isFinite else { return after > before }
        return after - before > relative * (1 + max(abs(after), abs(before)))
    }
}

/// Attacks that find less than they did, or more.
///
/// Compared are outcomes of one configuration, limits and revision included, both of which the attack computed itself to its
/// own end. An attack that is asked for a verdict stops at its first witness: of two that have one neither is the weaker.
struct AttackChanges {
    private(set) var weaker = [AttackChange]()
    private(set) var stronger = [AttackChange]()
    /// Results that were held against each other.
    private(set) var compared = 0

    init(_ pairing: Pairing) {
        for pair in pairing.cells where pair.isUnchanged && pair.descriptor.claim == .attack {
            for query in pair.queries {
                guard let base = query.base, let new = query.new, base.impliedBy == nil, new.impliedBy == nil,
                    base.ending == .finished, new.ending == .finished
                else { continue }
                if pair.goal.isRadius {
                    compare(.distance, base.distanceUpper, new.distanceUpper, pair.cell, query.sample)
                } else if pair.new.measure == .margin || base.verdict != .falsified || new.verdict != .falsified {
                    compare(.margin, base.marginUpper, new.marginUpper, pair.cell, query.sample)
                }
            }
        }
    }

    private mutating func compare(
        _ quantity: AttackChange.Quantity, _ before: Double?, _ after: Double?, _ cell: SuiteCell, _ sample: SampleID
    ) {
        guard before != nil || after != nil else { return }
        compared += 1
        let change = AttackChange(cell: cell, sample: sample, quantity: quantity, before: before, after: after)
        // What was not found lies farther than anything.
        let (old, new) = (before ?? .infinity, after ?? .infinity)
        if AttackTolerance.isWeaker(new, than: old) {
            weaker.append(change)
        } else if AttackTolerance.isWeaker(old, than: new) {
            stronger.append(change)
        }
    }
}
