import BigInt

extension VNNLIBProperty {
    /// The same counterexamples without cases that no point lies in, as far as two of their comparisons tell: two half-spaces of one
    /// direction that leave nothing between them, or a half-space of inputs that no point of the box reaches. Exact.
    ///
    /// What only three and more half-spaces together exclude stays: methods are asked about it.
    ///
    /// - Complexity: linear in the size of the property.
    public var withoutContradictions: VNNLIBProperty {
        var result = self
        result.regions = regions.compactMap { region in
            var region = region
            guard !region.box.contains(where: \.isEmpty), !region.inputForms.areContradictory,
                !region.inputForms.contains(where: { $0.misses(region.box) })
            else { return nil }
            region.outputs.removeAll(where: \.areContradictory)
            return region.outputs.isEmpty ? nil : region
        }
        return result
    }
}

extension [HalfSpace] {
    /// Whether two of them are parallel and have no point in common.
    fileprivate var areContradictory: Bool {
        guard count > 1 else { return false }
        // Parallel ones speak of the same entries.
        return Dictionary(grouping: self) { $0.terms.map(\.index) }.values.contains { group in
            group.count > 1 && Self.areContradictory(group.map(Slab.init))
        }
    }

    /// The same of half-spaces over the same entries.
    private static func areContradictory(_ sides: [Slab]) -> Bool {
        var least = [[BigInt]: Slab]()
        for side in sides where least[side.direction].map({ side.isBelow($0) }) ?? true { least[side.direction] = side }
        return least.values.contains { side in least[side.direction.map { -$0 }].map(side.excludes) ?? false }
    }
}

/// A half-space as direction · v ≤ numerator / denominator, with coprime whole numbers for a direction.
private struct Slab {
    let direction: [BigInt]
    private let numerator: DecimalNumber
    /// Above 0.
    private let denominator: DecimalNumber

    init(_ half: HalfSpace) {
        let exponent = half.terms.map { Int($0.coefficient.exponent) }.min() ?? 0
        let whole = half.terms.map {
            $0.coefficient.significand * Powers.ten(Int($0.coefficient.exponent) - exponent)
        }
        let divisor = whole.dropFirst().reduce(whole[0]) { $0.greatestCommonDivisor(with: $1) }
        let common = BigInt(divisor.magnitude)
        direction = whole.map { $0 / common }
        numerator = half.bound * DecimalNumber(Int64(1), exponent: -exponent)
        denominator = DecimalNumber(common, exponent: Int(0))
    }

    /// Whether the bound is below that of another half-space of the same direction.
    func isBelow(_ other: Slab) -> Bool { numerator * other.denominator < other.numerator * denominator }

    /// Whether there is no point in this one and in one of the opposite direction.
    func excludes(_ opposite: Slab) -> Bool {
        (numerator * opposite.denominator + opposite.numerator * denominator).sign < 0
    }
}

extension HalfSpace {
    /// Whether no point of the box lies in it.
    fileprivate func misses(_ box: [Interval]) -> Bool {
        var least = DecimalNumber.zero
        for term in terms {
            let interval = box[term.index]
            guard let end = term.coefficient.sign > 0 ? interval.lower : interval.upper else { return false }
            least = least + term.coefficient * end
        }
        return least > bound
    }
}
