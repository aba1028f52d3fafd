/// A closed comparison that only inputs or only outputs take part in.
enum Atom: Hashable {
    /// An input against a number.
    case bound(input: Int, isUpper: Bool, DecimalNumber)
    case inputs(HalfSpace)
    case outputs(HalfSpace)

    /// Its closed negation: the other side, with what the two have in common.
    var opposite: Atom {
        switch self {
        case .bound(let input, let isUpper, let number): .bound(input: input, isUpper: !isUpper, number)
        case .inputs(let half): .inputs(half.opposite)
        case .outputs(let half): .outputs(half.opposite)
        }
    }

    /// The closed comparison that stands for the strict one: its bound is the next double that the strict one lets through.
    var narrowed: Atom {
        switch self {
        case .bound(let input, let isUpper, let number):
            .bound(input: input, isUpper: isUpper, isUpper ? number.doubleBelow : number.doubleAbove)
        case .inputs(let half): Formula.inputAtom(half.terms, half.bound.doubleBelow)
        case .outputs(let half): .outputs(half.narrowed)
        }
    }
}

/// An assertion without negations. `all` holds no `all`, `any` no `any`, and neither holds a constant or just one formula.
enum Formula {
    case constant(Bool)
    case atom(Atom)
    /// The comparison without its bound.
    case strict(Atom)
    /// An equation, as its two comparisons.
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

    /// The negation; `nil` where an equation is negated.
    ///
    /// Recursion is as deep as the formula, which its reader bounds.
    var negation: Formula? {
        switch self {
        case .constant(let value): return .constant(!value)
        case .atom(let atom): return .strict(atom.opposite)
        case .strict(let atom): return .atom(atom.opposite)
        case .equation: return nil
        case .all(let parts), .any(let parts):
            let negated = parts.compactMap(\.negation)
            guard negated.count == parts.count else { return nil }
            if case .any = self { return .joined(negated, isConjunction: true) }
            return .joined(negated, isConjunction: false)
        }
    }
}
