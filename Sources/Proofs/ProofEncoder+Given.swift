import Questions

extension ProofEncoder {
    /// Writes a given property: part by part its box and its clauses, every number as it is.
    mutating func put(_ given: GivenProperty) {
        put(given.inputCount)
        put(given.parts.count)
        for part in given.parts {
            for end in part.box.lower + part.box.upper { put(end) }
            put(part.clauses.count)
            for clause in part.clauses {
                put(clause.count)
                for form in clause {
                    put(form.coefficients)
                    put(form.inputs)
                    put(form.constant)
                }
            }
        }
    }

    private mutating func put(_ coefficients: [Int: Double]) {
        put(coefficients.count)
        for (index, value) in coefficients.sorted(by: { $0.key < $1.key }) {
            put(index)
            put(value)
        }
    }
}
