import LinearAlgebra
import Networks
import Questions

/// How the model treats activations that the bounds leave open.
package enum ActivationEncoding: Sendable {
    /// The convex hull of a ReLU on its interval (Ehlers' triangle), and the analogous rows for pooling.
    case relaxed
    /// Exact, with a binary variable per unstable ReLU and per open pooling input (Tjeng et al. 2019).
    case integer
}

/// Where a ReLU that the bounds leave unstable stands in a model's programs.
struct UnstableReLU: Sendable {
    let stage: Int
    let neuron: Int
    /// Columns of max(z, 0) and max(−z, 0) in `program`.
    let h: Int
    let p: Int
    /// Rows of `program`: z = h − p, and (1 − s) h + s p ≤ −s l.
    let tie: Int
    let triangle: Int
    /// The same in `compact`.
    let compactH: Int
    let compactP: Int
    let compactTie: Int
}

/// A place where a solve leaves a multiplier that a proof records: the tie of an unstable ReLU, or an input of a pooling
/// window with the window's maximum.
struct MultiplierSite: Sendable {
    let stage: Int
    /// Index of h among the values of the stage, and of z among its pre-activations.
    let value: Int
    let neuron: Int
    /// Rows of `program` whose multipliers add up to the site's.
    let rows: [Int]
}

/// The linear (or mixed-integer) program over a network's stages, built stage by stage.
///
/// A ReLU that is surely off has no column. An unstable one has two, h = max(z, 0) and p = max(−z, 0), with z = h − p tied
/// to the layer before by one row; the triangle is then the single row (1 − s) h + s p ≤ −s l. One that is surely on has a
/// column z that is defined by a row; solvers never see it, they work with z substituted (`compact`). Certified values
/// are computed on `program`, where nothing has been multiplied out.
package struct RelaxationModel: Sendable {
    let network: LoweredNetwork
    let encoding: ActivationEncoding
    /// One constant that stands for every bound on unstable ReLUs; `nil`: each has its own (asymmetric) bounds.
    let bigM: Double?
    /// The program with every column.
    package private(set) var program = LinearProgram()
    /// The same with defined columns substituted: what solvers see.
    package private(set) var compact = LinearProgram()
    /// Per row of `compact`: its row in `program`.
    private(set) var rowsOfCompact: [Int] = []
    /// Per stage and value h: its column in `program`, or `nil` where h = 0.
    private(set) var columns: [[Int?]] = []
    /// The ReLUs that the relaxed encoding gave columns h and p, in topological order; none with a `bigM`.
    private(set) var unstableReLUs: [UnstableReLU] = []
    /// The multipliers that proofs record, in topological order.
    private(set) var sites: [MultiplierSite] = []
    /// Per column of `program`: what it is in columns of `compact`.
    private var expressions: [LinearFunction] = []

    /// - Parameter bigM: no pre-activation of an unstable ReLU is larger in magnitude.
    package init(
        _ network: LoweredNetwork, _ region: InputRegion, encoding: ActivationEncoding, bigM: Double? = nil
    ) {
        self.network = network
        self.encoding = encoding
        self.bigM = bigM
        columns.append(zip(region.box.lower, region.box.upper).map { addColumn(lower: $0, upper: $1) })
    }

    /// Index of the next stage to be built.
    package var next: Int { columns.count }

    /// Σ factor · z over (neuron, factor) pairs of `stage`, whose sources are built, as a function of columns.
    package func objective(_ combination: [(neuron: Int, factor: Double)], of stage: Int) -> LinearFunction {
        var sum = LinearAccumulator(columns: program.columnCount)
        for (neuron, factor) in combination {
            sum.add(factor, constant: network.stages[stage].bias[neuron])
            for term in network.stages[stage].terms {
                let sources = columns[term.source]
                for (index, value) in term.matrix.entries(ofRow: neuron) {
                    if let column = sources[index] { sum.add(factor, value, column: column) }
                }
            }
        }
        return sum.sum(extent: program.extent)
    }

    /// `function` in columns of `compact`.
    package func compacted(_ function: LinearFunction) -> LinearFunction {
        var sum = ColumnSums(columns: compact.columnCount, constant: function.constant)
        for (column, value) in zip(function.columns, function.values) { sum.add(value, expressions[Int(column)]) }
        return sum.sum()
    }

    /// Where a column of `program` that solvers see stands in `compact`.
    func compactColumn(_ column: Int) -> Int { Int(expressions[column].columns[0]) }

    /// Multipliers of the rows of `program` from those of `compact`; 0 for rows that no solver sees.
    func expanded(_ multipliers: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: program.rows.count)
        for (row, multiplier) in zip(rowsOfCompact, multipliers) { result[row] = multiplier }
        return result
    }

    /// Adds the next stage with its pre-activations inside `bounds`.
    package mutating func append(_ bounds: StageBounds) {
        let stage = network.stages[next]
        switch stage.activation {
        case .identity: columns.append(stage.bias.indices.map { definedColumn($0, bounds) })
        case .relu: columns.append(stage.bias.indices.map { relu($0, bounds) })
        case .maxPool(let windows):
            let inputs = poolInputs(windows, bounds)
            columns.append(windows.indices.map { maximum($0, windows[$0], inputs, bounds) })
        }
    }

    mutating func addColumn(lower: Double, upper: Double, isInteger: Bool = false) -> Int {
        let column = program.addColumn(lower: lower, upper: upper, isInteger: isInteger)
        expressions.append(.column(compact.addColumn(lower: lower, upper: upper, isInteger: isInteger)))
        return column
    }

    mutating func addRow(_ function: LinearFunction, _ relation: LinearProgram.Relation, _ rightHandSide: Double) {
        rowsOfCompact.append(program.addRow(function, relation, rightHandSide))
        compact.addRow(compacted(function), relation, rightHandSide)
    }

    private mutating func addRow(
        _ entries: [(column: Int, value: Double)], _ relation: LinearProgram.Relation, _ rightHandSide: Double
    ) {
        addRow(combination(entries, and: .zero), relation, rightHandSide)
    }

    /// Σ value · column − function.
    private func combination(
        _ entries: [(column: Int, value: Double)], and function: LinearFunction
    ) -> LinearFunction {
        var sum = LinearAccumulator(columns: program.columnCount)
        sum.add(-1, function)
        for entry in entries { sum.add(1, entry.value, column: entry.column) }
        return sum.sum(extent: program.extent)
    }

    /// A column for pre-activation `neuron` of the next stage that solvers work without.
    private mutating func definedColumn(_ neuron: Int, _ bounds: StageBounds) -> Int {
        let function = objective([(neuron, 1)], of: next)
        let expression = compacted(function)
        let column = program.addColumn(lower: bounds.lower[neuron], upper: bounds.upper[neuron])
        expressions.append(expression)
        program.addRow(combination([(column, 1)], and: function), .equal, 0, defines: column)
        return column
    }

    /// A column for pre-activation `neuron` of the next stage, tied to its affine function by a row.
    private mutating func tiedColumn(_ neuron: Int, _ bounds: StageBounds) -> Int {
        let function = objective([(neuron, 1)], of: next)
        let column = addColumn(lower: bounds.lower[neuron], upper: bounds.upper[neuron])
        addRow(combination([(column, 1)], and: function), .equal, 0)
        return column
    }

    private mutating func relu(_ neuron: Int, _ bounds: StageBounds) -> Int? {
        let (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
        if u <= 0 { return nil }
        if l >= 0 { return definedColumn(neuron, bounds) }
        let function = objective([(neuron, 1)], of: next)
        let reach = bigM.map { max($0, u, -l) }
        let (above, below) = (reach ?? u, reach ?? -l)
        let h = addColumn(lower: 0, upper: above)
        let p = addColumn(lower: 0, upper: below)
        addRow(combination([(h, 1), (p, -1)], and: function), .equal, 0)
        switch encoding {
        case .relaxed:
            if let reach {
                // The rows below for some a between 0 and 1.
                addRow([(h, 1), (p, 1)], .atMost, reach)
                return h
            }
            sites.append(MultiplierSite(stage: next, value: neuron, neuron: neuron, rows: [program.rows.count - 1]))
            unstableReLUs.append(
                UnstableReLU(
                    stage: next, neuron: neuron, h: h, p: p, tie: program.rows.count - 1,
                    triangle: program.rows.count, compactH: compact.columnCount - 2,
                    compactP: compact.columnCount - 1, compactTie: compact.rows.count - 1))
            // h ≤ s z + t with z = h − p; coefficients rounded so that the row only gets weaker.
            let line = UpperLine(l, u)
            addRow([(h, max(0, (1 - line.slope).nextDown)), (p, line.slope)], .atMost, line.intercept)
        case .integer:
            let a = addColumn(lower: 0, upper: 1, isInteger: true)
            addRow([(h, 1), (a, -above)], .atMost, 0)
            addRow([(p, 1), (a, below)], .atMost, below)
        }
        return h
    }

    /// Columns of the pre-activations that can be a maximum.
    private mutating func poolInputs(_ windows: [[Int]], _ bounds: StageBounds) -> [Int: Int] {
        var inputs = [Int: Int]()
        for window in windows {
            for neuron in openInputs(window, bounds) where inputs[neuron] == nil {
                inputs[neuron] = tiedColumn(neuron, bounds)
            }
        }
        return inputs
    }

    /// The inputs of a window that no other input surely exceeds.
    private func openInputs(_ window: [Int], _ bounds: StageBounds) -> [Int] {
        let best = window.dropFirst().reduce(window[0]) { bounds.lower[$0] < bounds.lower[$1] ? $1 : $0 }
        return window.filter { $0 == best || bounds.upper[$0] > bounds.lower[best] }
    }

    private mutating func maximum(_ index: Int, _ window: [Int], _ inputs: [Int: Int], _ bounds: StageBounds) -> Int? {
        let open = openInputs(window, bounds).compactMap { neuron in inputs[neuron].map { (neuron, $0) } }
        if open.count == 1 { return open[0].1 }
        let largestLower = open.reduce(-.infinity) { max($0, bounds.lower[$1.0]) }
        let largestUpper = open.reduce(-.infinity) { max($0, bounds.upper[$1.0]) }
        let maximum = addColumn(lower: largestLower, upper: largestUpper)
        let first = program.rows.count
        for (_, z) in open { addRow([(maximum, 1), (z, -1)], .atLeast, 0) }
        switch encoding {
        case .relaxed:
            // max z ≤ max l + Σ (z − l)
            let constant = open.reduce(largestLower) { $0 - bounds.lower[$1.0] }
            let slack =
                open.reduce(abs(largestLower)) { $0 + abs(bounds.lower[$1.0]) } * Rounding.gamma(open.count + 1)
            addRow([(maximum, 1)] + open.map { ($0.1, -1) }, .atMost, constant + slack)
            for (position, input) in open.enumerated() {
                sites.append(
                    MultiplierSite(
                        stage: next, value: index, neuron: input.0, rows: [first + position, program.rows.count - 1]))
            }
        case .integer:
            var choices = [(column: Int, value: Double)]()
            for (neuron, z) in open {
                let rival = open.filter { $0.0 != neuron }.reduce(-.infinity) { max($0, bounds.upper[$1.0]) }
                let a = addColumn(lower: 0, upper: 1, isInteger: true)
                // maximum ≤ z + (1 − a)(u₋ − l)
                let reach = max(0, (rival - bounds.lower[neuron]).nextUp)
                addRow([(maximum, 1), (z, -1), (a, reach)], .atMost, reach)
                choices.append((a, 1))
            }
            addRow(choices, .equal, 1)
        }
        return maximum
    }
}
