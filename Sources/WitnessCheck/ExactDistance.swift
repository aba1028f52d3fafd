import Questions

/// Decides ‖w − x‖ ≤ ε without rounding.
enum ExactDistance {
    /// Whether the distance of two images in `norm` is at most `epsilon`, in exact arithmetic.
    static func isWithin(_ epsilon: Double, _ norm: Norm, _ witness: [Float], _ sample: [Float]) -> Bool {
        switch norm {
        case .infinity:
            return zip(witness, sample).allSatisfy { pair in
                var excess = ExactSum()
                excess.add(magnitudeOf: Double(pair.0), minus: Double(pair.1))
                excess.add(-epsilon)
                return excess.sign <= 0
            }
        case .one:
            var excess = ExactSum()
            for (w, x) in zip(witness, sample) { excess.add(magnitudeOf: Double(w), minus: Double(x)) }
            excess.add(-epsilon)
            return excess.sign <= 0
        case .two:
            // Two images of floats are never that far apart, and the square of a larger ε would overflow.
            guard epsilon < 0x1p400 else { return true }
            var excess = ExactSum()
            for (w, x) in zip(witness, sample) {
                // (w − x)² = w² − 2wx + x²; products of two floats are exact in doubles.
                excess.add(Double(w) * Double(w))
                excess.add(-2 * (Double(w) * Double(x)))
                excess.add(Double(x) * Double(x))
            }
            let square = epsilon * epsilon
            excess.add(-square)
            excess.add(-(-square).addingProduct(epsilon, epsilon))
            return excess.sign <= 0
        }
    }
}

/// A sum of doubles without rounding, kept as doubles that do not overlap (Shewchuk 1997, "Grow-Expansion").
struct ExactSum {
    /// In order of magnitude, smallest first.
    private var parts: [Double] = []

    /// −1, 0 or 1: that of the largest part.
    var sign: Int {
        guard let largest = parts.last else { return 0 }
        return largest > 0 ? 1 : -1
    }

    /// Adds `value`.
    mutating func add(_ value: Double) {
        var carried = value
        var kept = [Double]()
        for part in parts {
            let sum = carried + part
            let virtual = sum - carried
            let error = (carried - (sum - virtual)) + (part - virtual)
            if error != 0 { kept.append(error) }
            carried = sum
        }
        if carried != 0 { kept.append(carried) }
        parts = kept
    }

    /// Adds |a − b|.
    mutating func add(magnitudeOf a: Double, minus b: Double) {
        add(max(a, b))
        add(-min(a, b))
    }
}
