import LinearAlgebra

extension InputMap {
    /// The map whose rows are those of `matrix`, factored where `network` shows how and products get cheaper by it.
    ///
    /// - Parameter direct: rows of the first stage.
    init(_ network: ReducedNetwork, _ matrix: Matrix<Float>, direct: Int) {
        let inputs = network.inputCount
        // Affine variables that read inputs alone.
        let shared = network.affine.filter { $0.form.direct.columns.allSatisfy { Int($0) < inputs } }
        guard direct < matrix.rows, 10 * shared.count < 9 * (matrix.rows - direct),
            let mixing = Self.mixing(network, shared, direct: direct)
        else {
            self.init(matrix)
            return
        }
        var stack = Matrix<Float>(rows: direct + shared.count, columns: matrix.columns)
        for row in 0..<direct {
            for column in 0..<matrix.columns { stack[row, column] = matrix[row, column] }
        }
        for (position, neuron) in shared.enumerated() {
            for (input, value) in zip(neuron.form.direct.columns, neuron.form.direct.values) {
                stack[direct + position, Int(input)] = Float(value)
            }
        }
        self.init(stack: stack, direct: direct, mixing: mixing)
    }

    /// The later ReLUs' dependence on the shared neurons; `nil` where an input enters in another way.
    private static func mixing(
        _ network: ReducedNetwork, _ shared: [ReducedNeuron], direct: Int
    ) -> Matrix<Float>? {
        /// Per variable: what it is in terms of the shared ones; `nil` where it has nothing of them.
        var shares = [[Double]?](repeating: nil, count: network.variableCount)
        for (position, neuron) in shared.enumerated() {
            var unit = [Double](repeating: 0, count: shared.count)
            unit[position] = 1
            shares[neuron.variable] = unit
        }
        /// Σ value · share over the form's variables.
        func combination(_ form: LinearFunction) -> [Double]? {
            var sum = [Double](repeating: 0, count: shared.count)
            for (variable, value) in zip(form.columns, form.values) {
                guard Int(variable) >= network.inputCount else { return nil }
                guard let share = shares[Int(variable)] else { continue }
                for index in sum.indices { sum[index] += value * share[index] }
            }
            return sum
        }
        for neuron in network.affine where shares[neuron.variable] == nil {
            guard let share = combination(neuron.form.direct) else { return nil }
            shares[neuron.variable] = share
        }
        let later = network.unstable.dropFirst(direct)
        var elements = [Float]()
        for unit in later {
            guard let row = combination(unit.form.direct) else { return nil }
            elements += row.map(Float.init)
        }
        return Matrix(rows: later.count, columns: shared.count, elements: elements)
    }
}
