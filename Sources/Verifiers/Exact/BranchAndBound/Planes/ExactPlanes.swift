import CShims
import LinearAlgebra
import Proofs

/// The ReLUs that have planes, as the network has them: z = Σ a x + b in double precision, for certificates.
///
/// What is x here are the inputs, or what an affine map of every input alone makes of them, such as normalised pixels: planes over
/// these are the same, and no weight has to be multiplied by a scale, which would round.
package struct ExactPlanes: Sendable {
    package struct Row: Sendable {
        /// The x of the entries, ascending.
        package let inputs: [Int32]
        package let values: [Double]
        /// Least and largest value of every term a x over the box.
        package let least: [Double]
        package let largest: [Double]
        package let bias: Double
        /// |b| + Σ |a| |x|, at least.
        package let reach: Double
        /// What is meant differs by at most this.
        package let error: Double

        /// Of z = `form`, a function of the variables from `first` on.
        init(_ form: LinearFunction, _ first: Int, _ lower: [Double], _ upper: [Double]) {
            inputs = form.columns.map { $0 - Int32(first) }
            (values, bias, error) = (form.values, form.constant, form.error)
            let ends = zip(inputs, values).map { ($1 * lower[Int($0)], $1 * upper[Int($0)]) }
            least = ends.map { min($0.0, $0.1) }
            largest = ends.map { max($0.0, $0.1) }
            let reach = zip(inputs, values).reduce(abs(bias)) {
                $0 + abs($1.1) * max(abs(lower[Int($1.0)]), abs(upper[Int($1.0)]))
            }
            self.reach = (reach + Rounding.underflow(inputs.count)) * (1 + 0x1p-30)
        }

        /// Adds the plane times `factor` to the coefficients on the inputs, and the terms of its constant to `active` and
        /// `inactive`.
        func add(
            _ weights: ArraySlice<UInt8>, _ factor: Double, to slopes: inout [Double], _ active: inout Double,
            _ inactive: inout Double
        ) {
            func add(to slopes: inout [Double]) {
                weights.withUnsafeBufferPointer {
                    shims_certified_plane(
                        values.count, $0.baseAddress, values, least, largest, factor, &slopes, &active, &inactive)
                }
            }
            // Without gaps, entries are next to each other among the inputs as well.
            if inputs.count == slopes.count { return add(to: &slopes) }
            var own = [Double](repeating: 0, count: inputs.count)
            add(to: &own)
            for (input, slope) in zip(inputs, own) { slopes[Int(input)] += slope }
        }
    }

    package let rows: [Row]
    /// The first of the variables x, which are as many as the inputs.
    private let first: Int
    /// The box of x.
    package let lower: [Double]
    package let upper: [Double]

    /// `nil` where the first stage with unstable ReLUs does not read the inputs, or each of them scaled and shifted.
    package init?(_ network: ReducedNetwork) {
        guard let stage = network.unstable.first?.stage,
            case let terms = network.network.stages[stage].terms, terms.count == 1,
            let first = network.firstScaledInput(of: terms[0].source)
        else { return nil }
        let range = first..<first + network.inputCount
        let (lower, upper) = (Array(network.lower[range]), Array(network.upper[range]))
        rows = network.unstable.prefix { $0.stage == stage }.map { Row($0.form.direct, first, lower, upper) }
        (self.first, self.lower, self.upper) = (first, lower, upper)
    }

    /// A function that is at most `objective` wherever the network's equations hold: for every ReLU with a negative
    /// coefficient in `lambda`, −λ (h − plane) ≤ 0 is added. Rounding errors are subtracted. Columns may repeat, which
    /// `CertifiedProgram` sums up.
    ///
    /// - Parameters:
    ///   - objective: a function of a program's columns, of which the inputs, and what each alone becomes, are the first.
    ///   - columns: that of h in the program, per unstable ReLU.
    ///   - lambda: coefficients on h, one per unstable ReLU; those that are split have none here.
    ///   - weights: t of every entry in units of 1/255.
    package func relaxed(
        _ objective: LinearFunction, columns: (Int) -> Int, _ splits: [Int8], lambda: [Float], weights: [UInt8]
    ) -> LinearFunction {
        var result = objective
        var slopes = [Double](repeating: 0, count: lower.count)
        var reach = abs(objective.constant)
        var inherited = 0.0
        var factors = 0.0
        var start = 0
        var longest = 0
        for (unit, row) in rows.enumerated() {
            defer { start += row.inputs.count }
            guard splits[unit] == 0, lambda[unit] < 0 else { continue }
            let factor = -Double(lambda[unit])
            var (active, inactive) = (row.bias, 0.0)
            row.add(weights[start..<start + row.inputs.count], factor, to: &slopes, &active, &inactive)
            result.columns.append(Int32(columns(unit)))
            result.values.append(factor)
            result.constant -= factor * max(active, inactive)
            reach += factor * row.reach
            inherited += factor * row.error
            factors += factor
            longest = max(longest, row.inputs.count)
        }
        for (input, slope) in slopes.enumerated() where slope != 0 {
            result.columns.append(Int32(first + input))
            result.values.append(-slope)
        }
        let error = Rounding.gamma(4 * (longest + rows.count) + 32) * (8 * reach)
        result.error += inherited * (1 + 0x1p-30)
        // What a product loses to underflow is multiplied by its factor, or by an input.
        let lost = Rounding.underflow(
            4 * slopes.count * (rows.count + 1),
            reach: (1 + factors) * (1 + BoxExtrema.largestMagnitude(lower, upper)))
        result.constant = (result.constant - error - lost).nextDown
        return result
    }
}

extension ReducedNetwork {
    /// The first variable of a stage whose values are the inputs, each times a number > 0 and shifted; `nil` of other stages.
    fileprivate func firstScaledInput(of stage: Int) -> Int? {
        guard stage > 0 else { return 0 }
        // On an l1 ball programs have columns of their own behind the inputs.
        guard !(region.ball is BoxedOneBall), let first = values[stage].first ?? nil,
            values[stage].count == inputCount
        else { return nil }
        let isScaled = values[stage].enumerated().allSatisfy { input, variable in
            guard variable == first + input, let form = substitutions[first + input] else { return false }
            return form.columns == [Int32(input)] && form.values[0] > 0
        }
        return isScaled ? first : nil
    }
}
