/// A margin, or a pre-activation, as a function of inputs and unstable ReLUs.
package struct SystemObjective: Sendable {
    /// One per input.
    package let inputWeights: [Float]
    /// One per unstable ReLU.
    package let hiddenWeights: [Float]
    package let constant: Float
    /// The same function on the program's columns, for certificates.
    package let exact: LinearFunction
}

/// What the columns of a batch minimise: one function for all, or one for each.
package struct DualObjective: Sendable {
    private let functions: [SystemObjective]

    /// The same function for every column.
    package init(_ function: SystemObjective) { functions = [function] }

    /// A function per column; at least one.
    package init(each functions: [SystemObjective]) { self.functions = functions }

    /// The function of all columns, or of the first.
    var shared: SystemObjective { functions[0] }

    /// Of the column that was loaded at `origin`.
    func constant(_ origin: Int) -> Float { functions[functions.count == 1 ? 0 : origin].constant }

    /// Writes every column's coefficients on the given ReLUs.
    func fill(_ target: FloatRows, hidden units: Range<Int>, _ origins: [Int]) {
        fill(target, units, origins, \.hiddenWeights)
    }

    /// Writes every column's coefficients on the inputs.
    func fillInputs(_ target: FloatRows, _ origins: [Int]) {
        fill(target, shared.inputWeights.indices, origins, \.inputWeights)
    }

    /// Writes the given ones of each column's numbers into rows.
    private func fill(
        _ target: FloatRows, _ range: Range<Int>, _ origins: [Int], _ numbers: (SystemObjective) -> [Float]
    ) {
        guard functions.count > 1 else { return target.fill(numbers(shared)[range]) }
        for (column, origin) in origins.enumerated() {
            target.fill(column: column, numbers(functions[origin])[range])
        }
    }
}
