/// A linear expression. The two plain forms are what files are made of, and need no storage of their own.
enum Linear {
    case number(DecimalNumber)
    case variable(Variable)
    case sum([(variable: Variable, factor: DecimalNumber)], constant: DecimalNumber)

    var terms: [(variable: Variable, factor: DecimalNumber)] {
        switch self {
        case .number: []
        case .variable(let variable): [(variable, DecimalNumber(1))]
        case .sum(let terms, _): terms
        }
    }

    var constant: DecimalNumber {
        switch self {
        case .number(let number): number
        case .variable: .zero
        case .sum(_, let constant): constant
        }
    }

    /// The value of an expression without variables.
    var asNumber: DecimalNumber? {
        let merged = merged
        if case .number(let number) = merged { return number }
        return nil
    }

    /// With one term per variable and none that is 0.
    var merged: Linear {
        guard case .sum(let terms, let constant) = self else { return self }
        var sums = [(variable: Variable, factor: DecimalNumber)]()
        for term in terms.sorted(by: { $0.variable.order < $1.variable.order }) {
            if let last = sums.last, last.variable == term.variable {
                sums[sums.count - 1].factor = last.factor + term.factor
            } else {
                sums.append(term)
            }
        }
        sums.removeAll { $0.factor.sign == 0 }
        return sums.isEmpty ? .number(constant) : .sum(sums, constant: constant)
    }

    func scaled(by factor: DecimalNumber) -> Linear {
        if case .number(let number) = self { return .number(number * factor) }
        return .sum(terms.map { ($0.variable, $0.factor * factor) }, constant: constant * factor)
    }

    /// Σ parts.
    ///
    /// - Complexity: that of one sort of all terms.
    static func sum(of parts: [Linear]) -> Linear {
        let constant = parts.reduce(DecimalNumber.zero) { $0 + $1.constant }
        return Linear.sum(parts.flatMap(\.terms), constant: constant).merged
    }

    /// Larger than any expression that a property needs.
    var isExcessive: Bool { constant.isExcessive || terms.contains { $0.factor.isExcessive } }
}

/// Why a comparison is none that a property has.
enum ComparisonFault: Error {
    /// Inputs meet outputs.
    case mixed
    case excessive
}

extension Formula {
    /// left ≤ right, or left < right, as a formula. Where no variable remains the comparison is a truth.
    static func comparison(_ left: Linear, atMost right: Linear, isStrict: Bool = false) throws(ComparisonFault)
        -> Formula
    {
        switch (left, right) {
        case (.variable(.input(let input)), .number(let bound)):
            return .comparison(.bound(input: input, isUpper: true, bound), isStrict)
        case (.number(let bound), .variable(.input(let input))):
            return .comparison(.bound(input: input, isUpper: false, bound), isStrict)
        default: break
        }
        let difference = Linear.sum(of: [left, right.scaled(by: DecimalNumber(-1))])
        guard !difference.isExcessive else { throw .excessive }
        if case .number(let number) = difference { return .constant(isStrict ? number.sign < 0 : number.sign <= 0) }
        return .comparison(try atom(difference.terms, atMost: -difference.constant), isStrict)
    }

    static func comparison(_ atom: Atom, _ isStrict: Bool) -> Formula { isStrict ? .strict(atom) : .atom(atom) }

    /// Of merged terms, inputs before outputs.
    private static func atom(
        _ terms: [(variable: Variable, factor: DecimalNumber)], atMost bound: DecimalNumber
    ) throws(ComparisonFault) -> Atom {
        let canonical = terms.map { HalfSpace.Term($0.variable.order.1, $0.factor) }
        let kinds = Set(terms.map(\.variable.order.0))
        guard kinds.count == 1 else { throw .mixed }
        return kinds == [0] ? inputAtom(canonical, bound) : .outputs(HalfSpace(canonical: canonical, bound: bound))
    }

    /// A bound where there is one input and the quotient is a decimal fraction.
    static func inputAtom(_ terms: [HalfSpace.Term], _ bound: DecimalNumber) -> Atom {
        if terms.count == 1, let quotient = bound.divided(by: terms[0].coefficient), !quotient.isExcessive {
            return .bound(input: terms[0].index, isUpper: terms[0].coefficient.sign > 0, quotient)
        }
        return .inputs(HalfSpace(canonical: terms, bound: bound))
    }
}
