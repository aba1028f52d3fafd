/// Some cases of a formula that say the same of the inputs.
struct Alternative {
    /// A conjunction over the inputs.
    var inputs: [Atom] = []
    /// A disjunction of conjunctions over the outputs.
    var outputs: [[HalfSpace]] = [[]]

    /// Joins one more comparison to every case; of an alternative with one case.
    mutating func add(_ atom: Atom) {
        if case .outputs(let half) = atom { outputs[0].append(half) } else { inputs.append(atom) }
    }
}

/// Disjunctive normal form within bounds.
///
/// - Complexity: linear in the size of the result times the depth of the formula.
struct NormalForm {
    /// Cases that a property may have.
    static let caseLimit = 1 << 16
    /// Comparisons that all cases may have together.
    static let sizeLimit = 1 << 24

    /// Thrown with the number of cases, or `nil` where they are too long.
    struct Excess: Error { var cases: Int? }

    /// The alternatives of a formula, in its order.
    func alternatives(of formula: Formula) throws(Excess) -> [Alternative] {
        switch formula {
        case .constant(let value): return value ? [Alternative()] : []
        case .atom(let atom):
            if case .outputs(let half) = atom { return [Alternative(outputs: [[half]])] }
            return [Alternative(inputs: [atom])]
        case .strict(let atom): return try alternatives(of: .atom(atom.narrowed))
        case .equation(let first, let second): return try conjunction(of: [.atom(first), .atom(second)])
        case .all(let parts): return try conjunction(of: parts)
        case .any(let parts): return try disjunction(of: parts)
        }
    }

    private func disjunction(of parts: [Formula]) throws(Excess) -> [Alternative] {
        var all = [Alternative]()
        var places = [[Atom]: Int]()
        var count = 0
        for part in parts {
            for alternative in try alternatives(of: part) {
                count += alternative.outputs.count
                guard count <= Self.caseLimit else { throw Excess(cases: count) }
                if let place = places[alternative.inputs] {
                    all[place].outputs += alternative.outputs
                } else {
                    places[alternative.inputs] = all.count
                    all.append(alternative)
                }
            }
        }
        return all
    }

    /// Atoms are gathered first, so that what they add to every case is counted before it is made.
    private func conjunction(of parts: [Formula]) throws(Excess) -> [Alternative] {
        var atoms = Alternative()
        var result = [Alternative()]
        for part in parts {
            switch part {
            case .atom(let atom): atoms.add(atom)
            case .strict(let atom): atoms.add(atom.narrowed)
            default: result = try product(result, try alternatives(of: part))
            }
        }
        return try product([atoms], result)
    }

    /// All pairs, the second running faster.
    func product(_ first: [Alternative], _ second: [Alternative]) throws(Excess) -> [Alternative] {
        try checkSize(of: first, second)
        if second.count == 1, second[0].inputs.isEmpty, second[0].outputs == [[]] { return first }
        return first.flatMap { a in
            second.map { b in
                Alternative(inputs: a.inputs + b.inputs, outputs: a.outputs.flatMap { x in b.outputs.map { x + $0 } })
            }
        }
    }

    private func checkSize(of first: [Alternative], _ second: [Alternative]) throws(Excess) {
        let (a, b) = (Size(first), Size(second))
        let (cases, overflow) = a.cases.multipliedReportingOverflow(by: b.cases)
        guard !overflow, cases <= Self.caseLimit else { throw Excess(cases: overflow ? nil : cases) }
        let inputs = a.inputs * second.count + b.inputs * first.count
        let outputs = a.outputs * b.cases + b.outputs * a.cases
        guard inputs + outputs <= Self.sizeLimit else { throw Excess(cases: nil) }
    }

    /// How much a disjunction holds; each number is bounded by `sizeLimit` or the size of a file.
    private struct Size {
        var cases = 0
        var inputs = 0
        var outputs = 0

        init(_ alternatives: [Alternative]) {
            for alternative in alternatives {
                cases += alternative.outputs.count
                inputs += alternative.inputs.count
                outputs += alternative.outputs.reduce(0) { $0 + $1.count }
            }
        }
    }
}
