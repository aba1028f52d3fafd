import Questions
import SuiteFiles

/// A bracket that a method puts on a network at one size, before and after, over the images that both runs asked about.
public struct BracketChange: Sendable, Hashable, Encodable {
    public enum Quantity: String, Sendable, Hashable, Encodable {
        /// In percent: falsified or misclassified ≤ robust error ≤ not proved. What has no answer counts as neither falsified
        /// nor proved.
        case robustError
        /// Of the minimum distortion, over images that have it in both runs: certified ≤ distance ≤ witnesses.
        case meanDistance
    }

    public struct Bracket: Sendable, Hashable, Encodable {
        /// `nil` where the method says nothing of this end.
        public var lower: Double?
        public var upper: Double?
    }

    public var cell: SuiteCell
    public var quantity: Quantity
    /// Images.
    public var n: Int
    public var before: Bracket
    public var after: Bracket

    /// Whether an end moved by more than a millionth of itself, came or went. Less is what bounds tell, one by one.
    public var isChanged: Bool {
        Self.differ(before.lower, after.lower) || Self.differ(before.upper, after.upper)
    }

    private static func differ(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a != nil || b != nil }
        return a != b && !(abs(a - b) <= 1e-6 * max(abs(a), abs(b)))
    }
}

/// Brackets per cell, changed or not.
struct BracketChanges {
    private(set) var brackets = [BracketChange]()

    init(_ pairing: Pairing) {
        var wrong = [Side: [String: Set<SampleID>]]()
        for pair in pairing.cells where pair.isPoint {
            for query in pair.queries {
                for side in Side.allCases where query[side]?.verdict == .falsified {
                    wrong[side, default: [:]][pair.cell.network, default: []].insert(query.sample)
                }
            }
        }
        for pair in pairing.cells where !pair.queries.isEmpty {
            if !pair.goal.isRadius {
                let counts = pair.new.reference == .label && pair.new.form.property == .allClasses
                let errors = counts ? wrong.compactMapValues { $0[pair.cell.network] } : [:]
                brackets.append(
                    BracketChange(
                        cell: pair.cell, quantity: .robustError, n: pair.queries.count,
                        before: pair.robustError(.base, errors[.base] ?? []),
                        after: pair.robustError(.new, errors[.new] ?? [])))
            }
            if pair.goal.isRadius || pair.descriptor.claim == .distance {
                brackets.append(
                    BracketChange(
                        cell: pair.cell, quantity: .meanDistance, n: pair.queries.count,
                        before: pair.meanDistance(.base), after: pair.meanDistance(.new)))
            }
        }
    }
}

extension QueryPair {
    subscript(side: Side) -> Outcome? { side == .base ? base : new }
}

extension CellPair {
    private var boundsBelow: Bool { [.attack, .exact, .classification].contains(descriptor.claim) }
    private var boundsAbove: Bool { [.lowerBound, .exact, .distance].contains(descriptor.claim) }

    fileprivate func robustError(_ side: Side, _ wrong: Set<SampleID>) -> BracketChange.Bracket {
        func percent(_ isError: (QueryPair) -> Bool) -> Double {
            100 * Double(queries.count(where: isError)) / Double(queries.count)
        }
        return BracketChange.Bracket(
            lower: boundsBelow ? percent { $0[side]?.verdict == .falsified || wrong.contains($0.sample) } : nil,
            upper: boundsAbove ? percent { $0[side]?.verdict != .robust || wrong.contains($0.sample) } : nil)
    }

    fileprivate func meanDistance(_ side: Side) -> BracketChange.Bracket {
        func mean(_ distance: (Outcome) -> Double?) -> Double? {
            let values = queries.compactMap { query -> Double? in
                guard let base = query.base.flatMap(distance), let new = query.new.flatMap(distance) else { return nil }
                return side == .base ? base : new
            }
            return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        return BracketChange.Bracket(
            lower: descriptor.claim == .attack ? nil : mean { max(0, $0.distanceLower ?? 0) },
            upper: mean(\.distanceUpper))
    }
}
