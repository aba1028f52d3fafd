/// A closed comparison that only inputs or only outputs take part in.
enum Atom: Hashable {
    /// An input against a number.
    case bound(input: Int, isUpper: Bool, DecimalNumber)
    case inputs(HalfSpace)
    case outputs(HalfSpace)

    /// The closure of its negation.
    var opposite: Atom {
        switch self {
        case .bound(let input, let isUpper, let number): .bound(input: input, isUpper: !isUpper, number)
        case .inputs(let half): .inputs(half.opposite)
        case .outputs(let half): .outputs(half.opposite)
        }
    }
}

/// An assertion without negations. `all` holds no `all`, `any` no `any`, and neither holds a constant or just one formula.
enum Formula {
    case constant(Bool)
    case atom(Atom)
    /// An equation, as its two comparisons: kept together because the closure of its negation would be everything.
    case equation(Atom, Atom)
    case all([Formula])
    case any([Formula])

    /// The conjunction, or disjunction, of `parts`, in the form promised above.
    static func joined(_ parts: some Sequence<Formula>, isConjunction: Bool) -> Formula {
        var kept = [Formula]()
        for part in parts {
            switch part {
            case .constant(let value):
                if value != isConjunction { return part }
            case .all(let inner) where isConjunction: kept += inner
            case .any(let inner) where !isConjunction: kept += inner
            default: kept.append(part)
            }
        }
        switch kept.count {
        case 0: return .constant(isConjunction)
        case 1: return kept[0]
        default: return isConjunction ? .all(kept) : .any(kept)
        }
    }

    /// The closure of the negation; `nil` where an equation is negated, for its closure says nothing.
    ///
    /// Recursion is as deep as the formula, which its reader bounds.
    var negation: Formula? {
        switch self {
        case .constant(let value): return .constant(!value)
        case .atom(let atom): return .atom(atom.opposite)
        case .equation: return nil
        case .all(let parts), .any(let parts):
            let negated = parts.compactMap(\.negation)
            guard negated.count == parts.count else { return nil }
            if case .any = self { return .joined(negated, isConjunction: true) }
            return .joined(negated, isConjunction: false)
        }
    }
}
