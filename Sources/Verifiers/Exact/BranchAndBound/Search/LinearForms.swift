import LinearAlgebra
import Questions

/// Certified linear lower bounds of the forms of one clause over a box, and what follows from them.
///
/// Form j is at least bⱼ + Σᵢ |aⱼᵢ| dⱼᵢ(x), where dⱼᵢ ≥ 0 is how far xᵢ is from the corner of the box at which the bound is
/// attained. Nothing is rounded in that: bⱼ is a certified bound over the box, and what x adds is a product of stored numbers.
struct LinearForms {
    /// Certified lower bounds over the box.
    private(set) var bounds: [Double]
    /// Per form a coefficient for every input.
    let slopes: [[Double]]
    private(set) var box: Box
    /// What must be left of each form where inputs are taken out of the box, or where it settles what is left.
    let margins: [Double]
    /// Inputs taken out of the box, in order.
    private(set) var cuts: [Cut] = []
    /// The form that settles what was left of the box, where one did.
    private(set) var settling: Int?

    /// Part of a box where one form exceeds its margin.
    struct Cut {
        var input: Int
        /// The new end of the box.
        var value: Double
        /// Whether it is the upper end.
        var isUpper: Bool
        var form: Int
    }

    /// What must be left of a form where inputs are taken out of the box: far above rounding, far below any margin that counts.
    static let margin = 1e-12

    /// - Parameter margins: `margin` for all unless stated.
    init(bounds: [Double], slopes: [[Double]], box: Box, margins: [Double]? = nil) {
        (self.bounds, self.slopes, self.box) = (bounds, slopes, box)
        self.margins = margins ?? Array(repeating: Self.margin, count: bounds.count)
    }

    /// The largest certified bound: where it is > 0, nothing in the box is unsafe.
    var best: Double { bounds.max() ?? -.infinity }

    /// Takes out of the box inputs at which some form exceeds its margin, round after round.
    ///
    /// - Returns: whether anything is left.
    mutating func contract(rounds: Int = 4) -> Bool {
        for _ in 0..<rounds {
            var hasMoved = false
            for form in bounds.indices {
                guard bounds[form] <= margins[form] else {
                    settling = form
                    return false
                }
                for input in box.lower.indices { hasMoved = shrink(input, by: form) || hasMoved }
            }
            if !hasMoved { break }
        }
        settling = bounds.indices.first { bounds[$0] > margins[$0] }
        return settling == nil
    }

    /// Where form `form` alone bounds how far an input may be from its corner.
    private mutating func shrink(_ input: Int, by form: Int) -> Bool {
        let (slope, width) = (slopes[form][input], box.upper[input] - box.lower[input])
        guard slope != 0, width > 0, bounds[form] < margins[form] else { return false }
        // Rounded outwards by far more than the three operations lose.
        let reach = (margins[form] - bounds[form]) / abs(slope) * (1 + 0x1p-40)
        guard reach < width * 0.9, reach.isFinite else { return false }
        let old = box
        if slope > 0 {
            box.upper[input] = min(box.upper[input], (box.lower[input] + reach).nextUp)
        } else {
            box.lower[input] = max(box.lower[input], (box.upper[input] - reach).nextDown)
        }
        cuts.append(
            Cut(
                input: input, value: slope > 0 ? box.upper[input] : box.lower[input], isUpper: slope > 0, form: form))
        let cut = (old.upper[input] - box.upper[input], box.lower[input] - old.lower[input])
        for other in bounds.indices {
            // The corner of a form has moved by what was cut on its side.
            let moved = slopes[other][input] > 0 ? cut.1 : cut.0
            guard moved > 0, slopes[other][input] != 0 else { continue }
            let gain = abs(slopes[other][input]) * moved * (1 - 0x1p-40)
            bounds[other] = (bounds[other] + gain).nextDown - abs(bounds[other]) * 0x1p-52
        }
        return true
    }

    /// Weights λ ≥ 0 with sum 1 for which Σ λⱼ formⱼ has a large certified bound over the box, with that bound: what refutes a
    /// conjunction where no form does by itself. Ascent by multiplicative weights.
    ///
    /// - Complexity: O(steps · forms · inputs).
    func combination(steps: Int = 24) -> (bound: Double, weights: [Double]) {
        let count = bounds.count
        guard count > 1 else { return (best, [1]) }
        let half = box.lower.indices.map { (box.upper[$0] - box.lower[$0]) / 2 }
        // Of every form its value in the middle of the box.
        let middles = bounds.indices.map { form in
            half.indices.reduce(bounds[form]) { $0 + abs(slopes[form][$1]) * half[$1] }
        }
        let scale = max(middles.reduce(0) { max($0, abs($1)) }, bounds.reduce(0) { max($0, abs($1)) }, 1e-300)
        // What sums over forms and inputs lose, in shares of their size; twice, for sums of magnitudes are rounded themselves.
        let loss = max(0x1p-44, 2 * Rounding.gamma(2 * (count + half.count) + 16))
        var weights = [Double](repeating: 1 / Double(count), count: count)
        var found = (bound: best, weights: unit(at: bounds.firstIndex(of: best) ?? 0))
        for step in 0..<steps {
            let slope = half.indices.map { input in
                bounds.indices.reduce(0) { $0 + weights[$1] * slopes[$1][input] }
            }
            var (value, size) = (0.0, 0.0)
            for form in bounds.indices {
                value += weights[form] * middles[form]
                size += weights[form] * (abs(middles[form]) + abs(bounds[form]) + middles[form] - bounds[form])
            }
            for input in half.indices { value -= abs(slope[input]) * half[input] }
            let certified = value - size * loss
            if certified > found.bound { found = (certified, weights) }
            let rate = 4 / (scale * Double(step + 2).squareRoot())
            for form in bounds.indices {
                // The form's value at the corner where the combination is least.
                let corner = half.indices.reduce(middles[form]) {
                    $0 - (slope[$1] > 0 ? 1 : -1) * slopes[form][$1] * half[$1]
                }
                weights[form] *= Double.exp(min(max(rate * corner, -20), 20))
            }
            let sum = weights.reduce(0, +)
            weights = weights.map { max($0 / sum, 1e-12) }
        }
        return found
    }

    private func unit(at position: Int) -> [Double] { bounds.indices.map { $0 == position ? 1 : 0 } }
}
