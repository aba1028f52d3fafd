import LinearAlgebra
import Networks
import Robustness

/// Tries inputs of relaxations as witnesses, in batches.
struct WitnessSearch: Sendable {
    private let query: Query
    private let evaluator: Evaluator<Float>
    private let candidates: WitnessCandidates
    private let lower: [Float]
    private let upper: [Float]

    init(_ query: Query, _ network: Network) {
        self.query = query
        evaluator = network.evaluator
        candidates = WitnessCandidates(query, network)
        (lower, upper) = query.perturbation.innerBox(around: query.sample.pixels)
    }

    /// One point, evaluated in double precision.
    func evaluate(_ point: [Double]) -> (margin: Double, witness: Witness) { candidates.evaluate(point) }

    /// The point of smallest margin among the columns of `inputs` (inputs × `count`).
    func best(_ inputs: [Float], count: Int) -> (margin: Double, witness: Witness)? {
        let size = lower.count
        var images = Matrix<Float>(rows: count, columns: size)
        images.elements.withUnsafeMutableBufferPointer { images in
            inputs.withUnsafeBufferPointer { inputs in
                for input in 0..<size {
                    for column in 0..<count {
                        images[column * size + input] = min(
                            max(inputs[input * count + column], lower[input]), upper[input])
                    }
                }
            }
        }
        let logits = evaluator.logits(images)
        var least: (row: Int, margin: Float)?
        for row in 0..<count {
            let margin = PointMargins.worst(logits.row(row), label: query.label).margin
            if margin < least?.margin ?? .infinity { least = (row, margin) }
        }
        return least.map { candidates.evaluate(images.row($0.row).map(Double.init)) }
    }
}
