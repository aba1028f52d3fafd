import Foundation
import Questions

/// What a search over sizes knows so far.
struct RadiusState {
    private(set) var bracket: RadiusBracket
    /// Largest size asked that was not falsified.
    private(set) var unfalsified = 0.0
    private(set) var questions = 0
    let guess: RadiusSearch.Guess?
    /// Whether the last question was about the size next to a witness.
    var asksBelowWitness = false
    /// The margins next to the size at which they become 0, from both sides.
    private var below: Point?
    private var above: Point?
    /// Whether the last margin was > 0.
    private var wasBelow: Bool?
    /// Width, questions and halvings to come when interpolation began.
    private var interpolation: (width: Double, questions: Int, halvings: Double)?
    /// How many sizes in turn were certified last.
    private(set) var streak = 0

    private struct Point {
        var size: Double
        var margin: Double
    }

    init(_ start: RadiusSearch.Start) {
        bracket = start.bracket
        guess = start.guess
        if let margin = start.centreMargin, margin > 0, margin.isFinite { below = Point(size: 0, margin: margin) }
    }

    mutating func enter(_ outcome: Outcome, _ distance: Double?, at size: Double) {
        questions += 1
        streak = outcome.verdict == .robust ? streak + 1 : 0
        if outcome.verdict == .robust {
            bracket.lower = max(bracket.lower, size)
            // A method that says more of a larger set is asked again beyond it.
            if let open = bracket.uncertified, open <= bracket.lower { bracket.uncertified = nil }
        }
        if outcome.verdict == .falsified, let distance, distance < bracket.upper ?? .infinity {
            bracket.upper = distance
            bracket.witness = outcome.witness
        }
        if outcome.verdict != .robust, size > bracket.lower {
            bracket.uncertified = min(bracket.uncertified ?? .infinity, size)
        }
        if outcome.verdict != .falsified { unfalsified = max(unfalsified, size) }
        if let margin = outcome.marginLower, margin.isFinite { enter(Point(size: size, margin: margin)) }
    }

    /// Regula falsi as Illinois has it: an end that stays a second time counts half.
    private mutating func enter(_ point: Point) {
        let isBelow = point.margin > 0
        defer { wasBelow = isBelow }
        if isBelow, point.size > below?.size ?? -1 {
            below = point
            if wasBelow == true { above?.margin /= 2 }
        } else if !isBelow, point.size < above?.size ?? .infinity {
            above = point
            if wasBelow == false { below?.margin /= 2 }
        }
    }

    /// The width between the ends when interpolation began, and how many halvings are left of those that it would take.
    ///
    /// - Parameter end: the width at which the search is over.
    mutating func startedHalving(_ width: Double, to end: Double) -> (width: Double, halvings: Double) {
        let begun = interpolation ?? (width, questions, max(0, log2(width / end).rounded(.up)))
        interpolation = begun
        return (begun.width, begun.halvings - Double(questions - begun.questions))
    }

    /// Where the line through both margins is 0.
    var crossing: Double? {
        guard let below, let above, above.size > below.size else { return nil }
        let size = below.size + (above.size - below.size) * (below.margin / (below.margin - above.margin))
        return size.isFinite ? size : nil
    }
}
