import LinearAlgebra

extension SlopedNetwork {
    /// The lower slopes that `choose` makes of the upper ones, alike for `count` functions; 1 where a ReLU is surely on.
    func slopes(_ count: Int, _ choose: (Float) -> Float) -> SlopeDual.Slopes {
        stages.map { stage in
            guard case .relu(let slope, _, let isOpen) = stage.lines else { return Matrix(rows: 0, columns: count) }
            return Matrix(
                rows: slope.count, columns: count,
                elements: slope.indices.flatMap { row in
                    Array(repeating: isOpen[row] ? choose(slope[row]) : 1, count: count)
                })
        }
    }

    /// Moves the slopes of open ReLUs by `rate` along the gradient that a pass back and one forth give, averaged; into [0, 1].
    ///
    /// - Parameters:
    ///   - averages: aged by this step.
    ///   - pre: pre-activations of every stage that has slopes.
    func advance(
        _ slopes: inout SlopeDual.Slopes, _ averages: inout SlopeAverages, along pass: SlopeDual.Pass,
        _ pre: [Matrix<Float>], by rate: Float
    ) {
        let count = pass.bounds.count
        for (index, stage) in stages.enumerated() {
            guard case .relu(_, _, let isOpen) = stage.lines, let lambda = pass.lambda[index] else { continue }
            for row in isOpen.indices where isOpen[row] {
                for place in row * count..<(row + 1) * count {
                    let gradient = max(lambda.elements[place], 0) * pre[index].elements[place]
                    let direction = averages.direction(gradient, index, place)
                    let next = slopes[index].elements[place] + rate * direction
                    // What is no number stays where it was.
                    if next == next { slopes[index].elements[place] = min(max(next, 0), 1) }
                }
            }
        }
    }
}

extension LayerwiseBounds {
    /// The lines of all stages with the lower slopes of one function. Any slope in [0, 1] is sound under an open ReLU; what single
    /// precision kept no place for is surely off.
    ///
    /// - Parameter column: the function's, in `slopes`.
    func relaxations(_ slopes: SlopeDual.Slopes, column: Int) -> [Relaxation] {
        relaxations.indices.map { stage in
            guard case .relu(var lower, let upper, let intercept) = relaxations[stage] else {
                return relaxations[stage]
            }
            let count = slopes[stage].columns
            var row = 0
            for neuron in upper.indices where upper[neuron] > 0 || intercept[neuron] > 0 {
                if intercept[neuron] > 0 { lower[neuron] = Double(slopes[stage].elements[row * count + column]) }
                row += 1
            }
            return .relu(lowerSlope: lower, upperSlope: upper, upperIntercept: intercept)
        }
    }
}
