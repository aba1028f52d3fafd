import LinearAlgebra
import Networks
import Questions

/// Tiny random networks of mixed scales: weights from 2⁻⁶⁰ to 2⁶⁰, many zeros, residual additions, poolings, normalisations;
/// half of them shifted so that their worst margin is nearly 0.
struct MixedScales {
    private var generator: SeededGenerator
    private let seed: UInt64

    /// The same seed gives the same subject.
    static func subject(seed: UInt64) throws -> Subject {
        var maker = MixedScales(seed: seed)
        return try maker.subject()
    }

    private init(seed: UInt64) {
        self.seed = seed
        generator = SeededGenerator(seed: seed &* 0x9E37_79B9 &+ 0xA77AC)
    }

    /// How the exponents of a layer's weights are drawn.
    private enum Scale: CaseIterable { case ordinary, perLayer, perEntry, integers }

    private mutating func subject() throws -> Subject {
        let inputs = pick([1, 2, 2, 2, 3])
        let shape: TensorShape = Bool.random(using: &generator) ? [inputs] : [1, 1, inputs]
        let scale = pick(Scale.allCases)
        let pixels = (0..<inputs).map { _ in pick([generator.unitFloat(), generator.unitFloat(), 0, 1, 0.5]) }
        let epsilon = pick([0.05, 0.1, 0.25, 0.5, 0x1p-20, 0x1p-60, 1e-300, 0])
        let norm = pick(Norm.allCases)
        let set = PerturbationSet(norm: norm, epsilon: epsilon, domain: chance(0.1) ? nil : .unit)
        let network = try network(shape, scale)
        let label = bestLabel(network, pixels)
        let layers = network.layerKinds.map(\.rawValue).sorted().joined(separator: " ")
        let name = "mixed scales, seed \(seed), \(scale), \(layers)"
        let subject = Subject(name, network, label: label, at: pixels, set).answered(limit: 400)
        guard chance(0.6) else { return subject }
        return try subject.calibrated(parts: pick([1, 1, 2, 3]), ulps: pick([-1, 0, 0, 1]))?.answered(limit: 400)
            ?? subject
    }

    private func bestLabel(_ network: Network, _ pixels: [Float]) -> Int {
        let logits = ExactValues(of: network, at: pixels.map { Rational($0) }).nodes[network.nodes.count - 1]
        return logits.indices.max { logits[$0] < logits[$1] } ?? 0
    }

    private mutating func network(_ shape: TensorShape, _ scale: Scale) throws -> Network {
        var builder = NetworkBuilder(input: shape)
        if chance(0.15) { try normalise(&builder) }
        if chance(0.1) { try builder.scale(gain: weights(1, scale), offset: weights(1, scale)) }
        let isImage = shape.extents.count == 3
        if isImage, chance(0.5) {
            try convolution(&builder, scale)
            if chance(0.7) { builder.relu() }
            if chance(0.3) { try builder.maxPool(kernel: 2, stride: 1, padding: 1) }
            if chance(0.3) { try builder.averagePool(kernel: pick([2, 3]), stride: 1, padding: 1) }
        }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            try linear(&builder, Int.random(in: 1...3, using: &generator), scale)
            if chance(0.8) { builder.relu() }
            if chance(0.4) { try residual(&builder, scale) }
        }
        try linear(&builder, pick([2, 2, 3]), scale)
        if chance(0.2) { try residual(&builder, scale) }
        return try builder.build()
    }

    private mutating func residual(_ builder: inout NetworkBuilder, _ scale: Scale) throws {
        if builder.shape(of: builder.last).extents.count > 1 { builder.flatten() }
        let stem = builder.last
        let width = builder.shape(of: stem).count
        var sum = stem
        for _ in 0..<pick([1, 2, 3]) {
            try linear(&builder, width, scale, after: stem)
            if chance(0.4) { builder.relu() }
            sum = try builder.add(sum, builder.last)
        }
        if chance(0.5) { builder.relu() }
    }

    private mutating func normalise(_ builder: inout NetworkBuilder) throws {
        try builder.normalise(
            mean: [pick([0, 0.1307, 0.5, 1e6])], deviation: [pick([0.3081, 1, 3, 0x1p-40, 0x1p40])])
    }

    private mutating func linear(
        _ builder: inout NetworkBuilder, _ width: Int, _ scale: Scale, after source: Int? = nil
    ) throws {
        let inputs = builder.shape(of: source ?? builder.last).count
        let weights = weights(width * inputs, scale)
        try builder.linear(
            weight: Matrix(rows: width, columns: inputs, elements: weights),
            bias: self.weights(width, scale), after: source)
    }

    private mutating func convolution(_ builder: inout NetworkBuilder, _ scale: Scale) throws {
        let channels = Int.random(in: 1...2, using: &generator)
        let inputs = builder.shape(of: builder.last).image?.channels ?? 1
        try builder.convolution(
            kernels: Matrix(rows: channels, columns: 4 * inputs, elements: weights(4 * channels * inputs, scale)),
            bias: weights(channels, scale), kernelHeight: 2, kernelWidth: 2, stride: 1, padding: 1)
    }

    private mutating func weights(_ count: Int, _ scale: Scale) -> [Float] {
        let layer = Int.random(in: -60...60, using: &generator)
        // A few values that come again, so that sums cancel.
        let few = (0..<2).map { _ in Float(generator.normal()) }
        return (0..<count).map { _ in
            if chance(0.25) { return 0 }
            let base = chance(0.4) ? pick(few) * pick([1, -1]) : Float(generator.normal())
            switch scale {
            case .ordinary: return base
            case .perLayer: return base * power(layer)
            case .perEntry:
                return base * power(pick([0, 0, 27, -27, 53, 60, -60, Int.random(in: -60...60, using: &generator)]))
            case .integers: return base.rounded() * power(pick([0, 0, 30, 53, 60]))
            }
        }
    }

    private func power(_ exponent: Int) -> Float { Float(sign: .plus, exponent: exponent, significand: 1) }
    private mutating func chance(_ share: Double) -> Bool { generator.unitDouble() < share }
    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }
}
