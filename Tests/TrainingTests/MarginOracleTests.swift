import LinearAlgebra
import Networks
import Questions
import Testing
import Training

/// The value of MMR against distances from dense Jacobians of the lowered network.
@Suite struct MarginOracleTests {
    static let architectures: [TrainableArchitecture] = [
        TrainableArchitecture(pixels: 7, hidden: [6, 5], classes: 4),
        .convolutional(channels: 1, height: 8, width: 8, kernels: [2, 3], hidden: [5], classes: 3),
        .convolutional(channels: 2, height: 9, width: 7, kernels: [3, 4], hidden: [], classes: 4),
        .convolutional(channels: 3, height: 4, width: 6, kernels: [5], hidden: [6, 4], classes: 3),
        .convolutional(channels: 1, height: 18, width: 16, kernels: [3, 2, 4], hidden: [6], classes: 5),
    ]

    /// Shares of the faces: only the nearest, some, all.
    @Test(arguments: [Norm.infinity, .two], [1e-9, 0.3, 1])
    func regulariser(norm: Norm, share: Double) throws {
        for (index, architecture) in Self.architectures.enumerated() {
            for gamma in [0.02, 0.5, 100] {
                try check(architecture, norm, share: share, gamma: gamma, images: 3, seed: UInt64(index + 1))
            }
        }
    }

    @Test(arguments: [Norm.infinity, .two])
    func regulariserOfCNNSmall(norm: Norm) throws {
        let architecture = TrainableArchitecture.cnnSmall(channels: 1, height: 28, width: 28, classes: 10)
        try check(architecture, norm, share: 1, gamma: 100, images: 1, seed: 7)
    }

    private func check(
        _ architecture: TrainableArchitecture, _ norm: Norm, share: Double, gamma: Double, images: Int, seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var parameters = architecture.initialParameters(&generator)
        for index in parameters.indices where parameters[index] == 0 {
            parameters[index] = 0.2 * (generator.unitFloat() - 0.5)
        }
        let pixels = (0..<images * architecture.input.count).map { _ in generator.unitDouble() }
        let labels = (0..<images).map { _ in Int(generator.next() % UInt64(architecture.classCount)) }
        let batch = Batch(
            images: Matrix(rows: images, columns: architecture.input.count, elements: pixels), labels: labels)
        let constants = MarginRegularisation(
            norm: norm, lambda: 0.7, gammaB: gamma, gammaD: 3 * gamma, ramp: 0, firstShare: share, lastShare: share)
        let values = parameters.map(Double.init)
        var gradient = [Double](repeating: 0, count: parameters.count)
        let step = LossStep(epochs: 1)
        let own = MarginLoss(architecture, constants).accumulate(batch, at: values, step, into: &gradient).loss
        let plain = NormalLoss(architecture).accumulate(batch, at: values, step, into: &gradient).loss
        let oracle = try DenseJacobians(LoweredNetwork(architecture.network(parameters)))
        var expected = 0.0
        for (row, label) in labels.enumerated() {
            let (faces, boundaries) = oracle.distances(batch.images.row(row), label: label, norm: norm)
            #expect(faces.count == architecture.layers.dropLast().reduce(0) { $0 + $1.outputs })
            let nearest = faces.sorted().prefix(max(1, Int((share * Double(faces.count)).rounded())))
            expected += 0.7 * nearest.reduce(0) { $0 + max(0, 1 - $1 / gamma) } / Double(nearest.count)
            expected += 0.7 * boundaries.reduce(0) { $0 + max(0, 1 - $1 / (3 * gamma)) } / Double(boundaries.count)
        }
        #expect(abs(own - plain - expected) <= 1e-10 * max(1, plain), "\(own - plain) for \(expected)")
    }
}

/// The affine maps of one image's activation region as dense matrices, layer after layer.
private struct DenseJacobians {
    let stages: [LoweredNetwork.Stage]

    init(_ network: LoweredNetwork) throws {
        stages = Array(network.stages.dropFirst())
        for (index, stage) in stages.enumerated() {
            try #require(stage.terms.count == 1 && stage.terms[0].source == index)
        }
    }

    func distances(_ image: [Double], label: Int, norm: Norm) -> (faces: [Double], boundaries: [Double]) {
        var values = image
        // V as rows; nil is the identity.
        var jacobian: [[Double]]?
        var faces = [Double]()
        for stage in stages {
            let active = jacobian == nil ? values.map { _ in true } : values.map { $0 > 0 }
            var next = stage.bias
            var rows = [[Double]]()
            for row in stage.bias.indices {
                var sum = [Double](repeating: 0, count: image.count)
                for (column, weight) in stage.terms[0].matrix.entries(ofRow: row) where active[column] {
                    next[row] += weight * values[column]
                    if let below = jacobian?[column] {
                        for pixel in sum.indices { sum[pixel] += weight * below[pixel] }
                    } else {
                        sum[column] += weight
                    }
                }
                rows.append(sum)
            }
            if stage.isReLU { faces += zip(next, rows).map { abs($0) / Self.dual(norm, $1) } }
            (values, jacobian) = (next, rows)
        }
        let rows = jacobian ?? []
        let boundaries = values.indices.filter { $0 != label }.map { other in
            (values[label] - values[other]) / Self.dual(norm, zip(rows[label], rows[other]).map { $0 - $1 })
        }
        return (faces, boundaries)
    }

    private static func dual(_ norm: Norm, _ row: [Double]) -> Double {
        norm == .two ? row.reduce(0) { $0 + $1 * $1 }.squareRoot() : row.reduce(0) { $0 + abs($1) }
    }
}
