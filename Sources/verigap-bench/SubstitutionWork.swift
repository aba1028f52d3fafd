import Networks

/// What backward substitution costs where every neuron is substituted down to the input through all that it reads, and nothing is
/// left out.
enum SubstitutionWork {
    /// Multiplications and additions of all products, for networks whose stages read one other each.
    static func operations(_ network: LoweredNetwork) -> Double {
        (2...network.outputStage).reduce(0) { sum, stage in
            let fields = Dictionary(grouping: 0..<network.stages[stage].preActivations) {
                network.stages[stage].terms[0].blocks.fields[$0]
            }
            return sum + fields.values.reduce(0) { $0 + Double($1.count) * operations(of: $1[0], at: stage, network) }
        }
    }

    private static func operations(of neuron: Int, at stage: Int, _ network: LoweredNetwork) -> Double {
        var rows = [neuron]
        var operations = 0.0
        for index in (1...stage).reversed() {
            let matrix = network.stages[index].terms[0].matrix
            var isRead = [Bool](repeating: false, count: matrix.columns)
            var entries = 0
            for row in rows {
                for (column, _) in matrix.entries(ofRow: row) {
                    isRead[column] = true
                    entries += 1
                }
            }
            // The first product only copies rows.
            if index < stage { operations += 2 * Double(entries) }
            rows = isRead.indices.filter { isRead[$0] }
        }
        return operations
    }
}
