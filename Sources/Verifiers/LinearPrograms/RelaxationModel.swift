import LinearAlgebra
import Networks

/// How the model treats activations that the bounds leave open.
package enum ActivationEncoding: Sendable {
    /// The convex hull of a ReLU on its interval (Ehlers' triangle), and the analogous rows for pooling.
    case relaxed
    /// Exact, with a binary variable per unstable ReLU and per open pooling input (Tjeng et al. 2019).
    case integer
}

/// The linear (or mixed-integer) program of a reduced network, built stage by stage.
///
/// Every free variable of the reduced network is a column. An unstable ReLU has a second one, p = max(−z, 0), with z = h − p
/// tied to the layers before by one row; the triangle is then the single row (1 − s) h + s p ≤ −s l. An affine variable is a
/// column that is defined by a row; solvers never see it, they work with it substituted (`compact`). Certified values
/// are computed on `program`, where nothing has been multiplied out.
package struct RelaxationModel: Sendable {
    /// What the programs are made of.
    package private(set) var reduced: ReducedNetwork
    let encoding: ActivationEncoding
    /// The program with every column.
    package private(set) var program = LinearProgram()
    /// The same with affine variables substituted: what solvers see.
    package private(set) var compact = LinearProgram()
    /// Per row of `compact`: its row in `program`.
    private(set) var rowsOfCompact: [Int] = []
    /// Where the unstable ReLUs that have triangles stand, in the order of `reduced.unstable`: all of them in the relaxed
    /// encoding without M, else none.
    private(set) var placements: [ReLUPlacement] = []
    /// The multipliers that proofs record, in topological order.
    private(set) var sites: [MultiplierSite] = []
    /// Per variable of `reduced`: its column in `program`, which ascend, and in `compact`, where an affine one has none (−1).
    package private(set) var columns: [Int32] = []
    private var compactColumns: [Int32] = []
    /// Per column of `program`: what it is in `compact`.
    private var origins: [Origin] = []

    private enum Origin: Sendable {
        case column(Int32)
        /// The affine variable that it is.
        case affine(Int)
    }

    /// The program of all stages that `reduced` has.
    package init(_ reduced: ReducedNetwork, encoding: ActivationEncoding) {
        self.reduced = reduced
        self.encoding = encoding
        for input in 0..<reduced.inputCount { addVariable(reduced.lower[input], reduced.upper[input]) }
        if let ball = reduced.region.ball as? BoxedOneBall { addInputBall(ball) }
        for stage in reduced.elements.indices { encode(stage) }
    }

    /// The program of the inputs alone.
    ///
    /// - Parameter bigM: no pre-activation of an unstable ReLU is larger in magnitude.
    package init(
        _ network: LoweredNetwork, _ region: InputRegion, encoding: ActivationEncoding, bigM: Double? = nil
    ) {
        self.init(ReducedNetwork(network, region, bigM: bigM), encoding: encoding)
    }

    var network: LoweredNetwork { reduced.network }

    /// Index of the next stage to be built.
    package var next: Int { reduced.next }

    /// Adds the next stage with its pre-activations inside `bounds`.
    package mutating func append(_ bounds: StageBounds) {
        reduced.append(bounds)
        encode(reduced.next - 1)
    }

    /// Σ factor · z over (neuron, factor) pairs of `stage`, whose sources are built, as a function of columns.
    package func objective(_ combination: [(neuron: Int, factor: Double)], of stage: Int) -> LinearFunction {
        inColumns(reduced.function(combination, of: stage))
    }

    /// A function of variables as one of columns of `program`.
    func inColumns(_ function: LinearFunction) -> LinearFunction {
        LinearFunction(
            columns: function.columns.map { columns[Int($0)] }, values: function.values, constant: function.constant,
            error: function.error)
    }

    /// `function` of columns of `program` in columns of `compact`; without its error.
    package func compacted(_ function: LinearFunction) -> LinearFunction {
        var sum = ColumnSums(columns: compact.columnCount, constant: function.constant)
        for (column, value) in zip(function.columns, function.values) {
            switch origins[Int(column)] {
            case .column(let place): sum.add(value, column: place)
            case .affine(let variable):
                if let substitution = reduced.substitutions[variable] {
                    sum.add(value, substitution, at: compactColumns)
                }
            }
        }
        return sum.sum()
    }

    /// Where a column of `program` that solvers see stands in `compact`.
    func compactColumn(_ column: Int) -> Int? {
        if case .column(let place) = origins[column] { Int(place) } else { nil }
    }

    /// Multipliers of the rows of `program` from those of `compact`; 0 for rows that no solver sees.
    func expanded(_ multipliers: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: program.rows.count)
        for (row, multiplier) in zip(rowsOfCompact, multipliers) { result[row] = multiplier }
        return result
    }

    /// A column that is no variable of the reduced network.
    mutating func addColumn(lower: Double, upper: Double, isInteger: Bool = false) -> Int {
        let column = program.addColumn(lower: lower, upper: upper, isInteger: isInteger)
        origins.append(.column(Int32(compact.addColumn(lower: lower, upper: upper, isInteger: isInteger))))
        return column
    }

    mutating func addRow(_ function: LinearFunction, _ relation: LinearProgram.Relation, _ rightHandSide: Double) {
        rowsOfCompact.append(program.addRow(function, relation, rightHandSide))
        compact.addRow(compacted(function), relation, rightHandSide)
    }
}

extension RelaxationModel {
    private mutating func addVariable(_ lower: Double, _ upper: Double) {
        columns.append(Int32(addColumn(lower: lower, upper: upper)))
        compactColumns.append(Int32(compact.columnCount - 1))
    }

    /// Columns and rows of what `stage` adds to the network.
    private mutating func encode(_ stage: Int) {
        for element in reduced.elements[stage] {
            switch element {
            case .affine(let neuron): define(neuron)
            case .unstable(let relu): encode(relu)
            case .pooled(let neuron):
                addVariable(neuron.lower, neuron.upper)
                tie(neuron.form, to: [(program.columnCount - 1, 1)])
            case .maximum(let maximum): encode(maximum, reduced.bounds.stages[stage])
            }
        }
    }

    /// A column that solvers work without.
    private mutating func define(_ neuron: ReducedNeuron) {
        let column = program.addColumn(lower: neuron.lower, upper: neuron.upper)
        origins.append(.affine(neuron.variable))
        columns.append(Int32(column))
        compactColumns.append(-1)
        program.addRow(
            Self.row([(column, 1)], less: neuron.form.direct, at: columns), .equal, 0, defines: column)
    }

    /// The row Σ value · column = form, for the newest columns.
    private mutating func tie(_ form: AffineForm, to entries: [(column: Int, value: Double)]) {
        rowsOfCompact.append(program.addRow(Self.row(entries, less: form.direct, at: columns), .equal, 0))
        let places = entries.map { (compact.columnCount - program.columnCount + $0.column, $0.value) }
        compact.addRow(Self.row(places, less: form.substituted, at: compactColumns), .equal, 0)
    }

    /// Σ value · column − function, for columns beyond all of the function's, which `places` says.
    private static func row(
        _ entries: [(column: Int, value: Double)], less function: LinearFunction, at places: [Int32]
    ) -> LinearFunction {
        LinearFunction(
            columns: function.columns.map { places[Int($0)] } + entries.map { Int32($0.column) },
            values: function.values.map { -$0 } + entries.map(\.value), constant: -function.constant,
            // Rounded up, like every sum of functions.
            error: function.error * (1 + 0x1p-30))
    }

    private mutating func addRow(
        _ entries: [(column: Int, value: Double)], _ relation: LinearProgram.Relation, _ rightHandSide: Double
    ) {
        var sum = LinearAccumulator(columns: program.columnCount)
        for entry in entries { sum.add(1, entry.value, column: entry.column) }
        addRow(sum.sum(extent: program.extent), relation, rightHandSide)
    }

    private mutating func encode(_ relu: ReducedNeuron) {
        addVariable(0, relu.upper)
        let h = program.columnCount - 1
        let p = addColumn(lower: 0, upper: -relu.lower)
        tie(relu.form, to: [(h, 1), (p, -1)])
        switch encoding {
        case .relaxed:
            guard reduced.bigM == nil else {
                // The rows below for some a between 0 and 1.
                return addRow([(h, 1), (p, 1)], .atMost, relu.upper)
            }
            sites.append(
                MultiplierSite(
                    stage: relu.stage, value: relu.neuron, neuron: relu.neuron, rows: [program.rows.count - 1]))
            placements.append(
                ReLUPlacement(
                    h: h, p: p, tie: program.rows.count - 1, triangle: program.rows.count,
                    compactH: compact.columnCount - 2, compactP: compact.columnCount - 1,
                    compactTie: compact.rows.count - 1))
            // h ≤ s z + t with z = h − p; coefficients rounded so that the row only gets weaker.
            let line = UpperLine(relu.lower, relu.upper)
            addRow([(h, max(0, (1 - line.slope).nextDown)), (p, line.slope)], .atMost, line.intercept)
        case .integer:
            let a = addColumn(lower: 0, upper: 1, isInteger: true)
            addRow([(h, 1), (a, -relu.upper)], .atMost, 0)
            addRow([(p, 1), (a, -relu.lower)], .atMost, -relu.lower)
        }
    }

    private mutating func encode(_ maximum: WindowMaximum, _ bounds: StageBounds) {
        addVariable(reduced.lower[maximum.variable], reduced.upper[maximum.variable])
        let column = program.columnCount - 1
        let open = maximum.inputs.map { (neuron: $0.neuron, z: Int(columns[$0.variable])) }
        let first = program.rows.count
        for input in open { addRow([(column, 1), (input.z, -1)], .atLeast, 0) }
        switch encoding {
        case .relaxed:
            // max z ≤ max l + Σ (z − l)
            let largestLower = reduced.lower[maximum.variable]
            let constant = open.reduce(largestLower) { $0 - bounds.lower[$1.neuron] }
            let slack =
                open.reduce(abs(largestLower)) { $0 + abs(bounds.lower[$1.neuron]) } * Rounding.gamma(open.count + 1)
            addRow([(column, 1)] + open.map { ($0.z, -1) }, .atMost, constant + slack)
            for (position, input) in open.enumerated() {
                sites.append(
                    MultiplierSite(
                        stage: maximum.stage, value: maximum.window, neuron: input.neuron,
                        rows: [first + position, program.rows.count - 1]))
            }
        case .integer:
            var choices = [(column: Int, value: Double)]()
            for input in open {
                let rival = open.filter { $0.neuron != input.neuron }.reduce(-.infinity) {
                    max($0, bounds.upper[$1.neuron])
                }
                let a = addColumn(lower: 0, upper: 1, isInteger: true)
                // maximum ≤ z + (1 − a)(u₋ − l)
                let reach = max(0, (rival - bounds.lower[input.neuron]).nextUp)
                addRow([(column, 1), (input.z, -1), (a, reach)], .atMost, reach)
                choices.append((a, 1))
            }
            addRow(choices, .equal, 1)
        }
    }
}
