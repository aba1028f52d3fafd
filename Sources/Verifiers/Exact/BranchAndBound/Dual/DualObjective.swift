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

    /// Writes every column's coefficient on a ReLU into a row of `block`.
    func fill(_ block: FloatBlock, _ row: Range<Int>, hidden unit: Int, _ origins: [Int]) {
        guard functions.count > 1 else { return block.fill(row, shared.hiddenWeights[unit]) }
        for (index, origin) in zip(row, origins) { block[index] = functions[origin].hiddenWeights[unit] }
    }

    /// Writes every column's coefficient on an input into a row of `block`.
    func fill(_ block: FloatBlock, _ row: Range<Int>, input: Int, _ origins: [Int]) {
        guard functions.count > 1 else { return block.fill(row, shared.inputWeights[input]) }
        for (index, origin) in zip(row, origins) { block[index] = functions[origin].inputWeights[input] }
    }
}
