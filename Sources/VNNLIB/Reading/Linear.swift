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

extension Formula {
    /// left ≤ right as a formula; `nil` where inputs and outputs meet.
    static func comparison(_ left: Linear, atMost right: Linear) -> Formula? {
        switch (left, right) {
        case (.variable(.input(let input)), .number(let bound)):
            return .atom(.bound(input: input, isUpper: true, bound))
        case (.number(let bound), .variable(.input(let input))):
            return .atom(.bound(input: input, isUpper: false, bound))
        default: break
        }
        let difference = Linear.sum(of: [left, right.scaled(by: DecimalNumber(-1))])
        if case .number(let number) = difference { return .constant(number.sign <= 0) }
        return halfSpace(difference.terms, atMost: -difference.constant).map { .atom($0) }
    }

    /// Of merged terms, inputs before outputs.
    private static func halfSpace(_ terms: [(variable: Variable, factor: DecimalNumber)], atMost bound: DecimalNumber)
        -> Atom?
    {
        var isOfInputs = [Bool]()
        let canonical = terms.map { term in
            isOfInputs.append(term.variable.order.0 == 0)
            return HalfSpace.Term(term.variable.order.1, term.factor)
        }
        if isOfInputs.allSatisfy({ $0 }) { return inputAtom(canonical, bound) }
        return isOfInputs.contains(true) ? nil : .outputs(HalfSpace(canonical: canonical, bound: bound))
    }

    /// A bound where there is one input and the quotient is a decimal fraction.
    private static func inputAtom(_ terms: [HalfSpace.Term], _ bound: DecimalNumber) -> Atom {
        if terms.count == 1, let quotient = bound.divided(by: terms[0].coefficient) {
            return .bound(input: terms[0].index, isUpper: terms[0].coefficient.sign > 0, quotient)
        }
        return .inputs(HalfSpace(canonical: terms, bound: bound))
    }
}
