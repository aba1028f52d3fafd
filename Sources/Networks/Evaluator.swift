import LinearAlgebra

/// Evaluates and differentiates a network on batches of images, in one precision.
///
/// Images are rows of a matrix, batch × pixels; every result is batch × entries.
public struct Evaluator<Scalar: BLASScalar>: Sendable {
    public let network: Network
    /// Weight and bias per node, in `Scalar`; empty for nodes without weights.
    let weights: [Matrix<Scalar>?]
    let biases: [[Scalar]]
    /// Input indices per output entry, for pooling nodes.
    let windows: [[[Int]]]

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public init(_ network: Network) {
        self.network = network
        func convert(_ weight: Matrix<Float>) -> Matrix<Scalar> {
            Matrix(rows: weight.rows, columns: weight.columns, elements: weight.elements.map { Scalar($0) })
        }
        weights = network.nodes.map { node in
            switch node.operation {
            case .linear(let layer): convert(layer.weight)
            case .convolution(let layer): convert(layer.weight)
            default: nil
            }
        }
        biases = network.nodes.map { node in
            switch node.operation {
            case .linear(let layer): layer.bias.map { Scalar($0) }
            case .convolution(let layer): layer.bias.map { Scalar($0) }
            default: []
            }
        }
        windows = network.nodes.map { node in
            switch node.operation {
            case .maxPool(let layer), .averagePool(let layer): layer.windows
            default: []
            }
        }
    }

    /// Logits, batch × classes.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func logits(_ images: Matrix<Scalar>) -> Matrix<Scalar> {
        let trace = trace(images)
        return trace.values[trace.values.count - 1]
    }

    /// The class of the largest logit per image; the smallest index wins a tie.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func predictions(_ images: Matrix<Scalar>) -> [Int] {
        let logits = logits(images)
        return (0..<logits.rows).map { row in
            let values = logits.row(row)
            return values.indices.dropFirst().reduce(0) { values[$1] > values[$0] ? $1 : $0 }
        }
    }

    /// The results of all nodes, for use by `pullback`.
    public struct Trace: Sendable {
        /// One matrix per node, batch × entries of the node.
        public let values: [Matrix<Scalar>]

        public var logits: Matrix<Scalar> { values[values.count - 1] }

        /// The evaluation of some of the images.
        public func selectingRows(_ rows: [Int]) -> Trace { Trace(values: values.map { $0.selectingRows(rows) }) }
    }

    /// Evaluates every node.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func trace(_ images: Matrix<Scalar>) -> Trace {
        precondition(images.columns == network.inputShape.count)
        var values = [Matrix<Scalar>]()
        values.reserveCapacity(network.nodes.count)
        for index in network.nodes.indices {
            values.append(index == 0 ? images : value(of: index, from: values))
        }
        return Trace(values: values)
    }
}
