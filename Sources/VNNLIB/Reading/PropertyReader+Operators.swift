/// What a closing parenthesis makes of its operands.
extension PropertyReader {
    mutating func combined(_ frame: Frame, _ parts: [Operand]) -> Operand.Value {
        if case .wrong = frame.head { return .wrong }
        guard !parts.isEmpty else {
            faults.add(at: frame.offset, "an operator without operands")
            return .wrong
        }
        switch frame.head {
        case .conjunction, .disjunction, .negation, .implication: return formula(frame, parts)
        case .comparison(let comparison): return compared(comparison, frame, parts)
        default: return arithmetic(frame, parts)
        }
    }

    // MARK: Formulas

    private mutating func formula(_ frame: Frame, _ parts: [Operand]) -> Operand.Value {
        guard let formulas = formulas(parts) else { return .wrong }
        switch frame.head {
        case .conjunction: return .formula(.joined(formulas, isConjunction: true))
        case .disjunction: return .formula(.joined(formulas, isConjunction: false))
        case .negation:
            guard formulas.count == 1 else { return arity(frame, "not has one operand") }
            return negated(formulas[0], at: parts[0].offset).map(Operand.Value.formula) ?? .wrong
        default: return implication(frame, formulas, parts)
        }
    }

    /// a => b => c is (not a) or (not b) or c.
    private mutating func implication(_ frame: Frame, _ formulas: [Formula], _ parts: [Operand]) -> Operand.Value {
        guard formulas.count > 1 else { return arity(frame, "=> has at least two operands") }
        var alternatives = [Formula]()
        for (formula, part) in zip(formulas.dropLast(), parts) {
            guard let negated = negated(formula, at: part.offset) else { return .wrong }
            alternatives.append(negated)
        }
        return .formula(.joined(alternatives + formulas.suffix(1), isConjunction: false))
    }

    private mutating func negated(_ formula: Formula, at offset: Int) -> Formula? {
        hasStrict = true
        if let negation = formula.negation { return negation }
        faults.add(
            at: offset, "the negation of an equation is not supported",
            hint: "write (or (< …) (> …))")
        return nil
    }

    private mutating func formulas(_ parts: [Operand]) -> [Formula]? {
        var formulas = [Formula]()
        formulas.reserveCapacity(parts.count)
        for part in parts {
            switch part.value {
            case .formula(let formula): formulas.append(formula)
            case .linear: faults.add(at: part.offset, "a comparison is expected here", hint: "as in (<= X_0 1.0)")
            case .wrong: break
            }
        }
        return formulas.count == parts.count ? formulas : nil
    }

    private mutating func arity(_ frame: Frame, _ message: String) -> Operand.Value {
        faults.add(at: frame.offset, message)
        return .wrong
    }

    // MARK: Comparisons

    /// Of more than two operands each is compared with the next.
    private mutating func compared(_ comparison: Comparison, _ frame: Frame, _ parts: [Operand]) -> Operand.Value {
        guard let sides = linears(parts) else { return .wrong }
        guard sides.count > 1 else { return arity(frame, "a comparison has two operands") }
        do throws(ComparisonFault) {
            var steps = [Formula]()
            for (left, right) in zip(sides, sides.dropFirst()) { steps.append(try Self.step(comparison, left, right)) }
            return .formula(.joined(steps, isConjunction: true))
        } catch .mixed {
            faults.add(
                at: frame.offset, "a comparison of inputs with outputs is not supported",
                hint: "each comparison is of inputs alone or of outputs alone")
        } catch {
            faults.add(at: frame.offset, "the numbers here become too long")
        }
        return .wrong
    }

    private static func step(
        _ comparison: Comparison, _ left: Linear, _ right: Linear
    ) throws(ComparisonFault) -> Formula {
        switch comparison {
        case .atMost(let isStrict): return try .comparison(left, atMost: right, isStrict: isStrict)
        case .atLeast(let isStrict): return try .comparison(right, atMost: left, isStrict: isStrict)
        case .equal:
            let upper = try Formula.comparison(left, atMost: right)
            let lower = try Formula.comparison(right, atMost: left)
            if case .atom(let first) = upper, case .atom(let second) = lower { return .equation(first, second) }
            return .joined([upper, lower], isConjunction: true)
        }
    }

    // MARK: Arithmetic

    private mutating func arithmetic(_ frame: Frame, _ parts: [Operand]) -> Operand.Value {
        guard let terms = linears(parts) else { return .wrong }
        let result: Linear? =
            switch frame.head {
            case .sum: .sum(of: terms)
            case .difference: Self.difference(terms)
            case .product: product(terms, parts)
            default: quotient(terms, parts)
            }
        guard let result else { return .wrong }
        if result.isExcessive { return arity(frame, "the numbers here become too long") }
        return .linear(result)
    }

    /// a − b − c …; of one operand its negative.
    private static func difference(_ terms: [Linear]) -> Linear {
        let minus = DecimalNumber(-1)
        if terms.count == 1 { return terms[0].scaled(by: minus) }
        return .sum(of: terms.prefix(1) + terms.dropFirst().map { $0.scaled(by: minus) })
    }

    /// Of numbers and at most one expression with variables.
    private mutating func product(_ terms: [Linear], _ parts: [Operand]) -> Linear? {
        var product = Linear.number(DecimalNumber(1))
        for (term, part) in zip(terms, parts) {
            if let factor = term.asNumber {
                product = product.scaled(by: factor)
            } else if let factor = product.asNumber {
                product = term.scaled(by: factor)
            } else {
                faults.add(
                    at: part.offset, "a product of variables is not linear", hint: "one factor may have variables")
                return nil
            }
            if product.isExcessive { break }
        }
        return product.merged
    }

    /// By numbers whose reciprocal is a decimal fraction, so that nothing is rounded.
    private mutating func quotient(_ terms: [Linear], _ parts: [Operand]) -> Linear? {
        guard terms.count > 1 else {
            faults.add(at: parts[0].offset, "/ has at least two operands")
            return nil
        }
        var quotient = terms[0]
        for (term, part) in zip(terms, parts).dropFirst() {
            guard let divisor = term.asNumber, let inverse = DecimalNumber(1).divided(by: divisor) else {
                faults.add(
                    at: part.offset, "a quotient that is not a decimal fraction is not supported",
                    hint: "multiply both sides of the comparison by the divisor")
                return nil
            }
            quotient = quotient.scaled(by: inverse)
            if quotient.isExcessive { break }
        }
        return quotient.merged
    }

    private mutating func linears(_ parts: [Operand]) -> [Linear]? {
        var linears = [Linear]()
        for part in parts {
            switch part.value {
            case .linear(let linear): linears.append(linear)
            case .formula: faults.add(at: part.offset, "a number or a variable is expected here")
            case .wrong: break
            }
        }
        return linears.count == parts.count ? linears : nil
    }
}
