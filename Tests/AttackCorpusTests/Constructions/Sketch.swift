import LinearAlgebra
import Networks

/// Short-hand for small networks, whose layers are either fully connected or convolutions of one pixel: the same function, by
/// the library's dense and sparse ways.
struct Sketch {
    enum Style: String, CaseIterable, Sendable { case dense, sparse }

    let style: Style
    private(set) var builder: NetworkBuilder

    init(inputs: Int, _ style: Style) {
        self.style = style
        builder = NetworkBuilder(input: style == .dense ? [inputs] : [inputs, 1, 1])
    }

    /// z = W h + b of `source`, by default of the newest node; a bias left out is 0.
    @discardableResult
    mutating func affine(_ rows: [[Float]], _ bias: [Float]? = nil, after source: Int? = nil) throws -> Int {
        let weight = Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap(\.self))
        let bias = bias ?? rows.map { _ in 0 }
        switch style {
        case .dense: return try builder.linear(weight: weight, bias: bias, after: source)
        case .sparse:
            return try builder.convolution(
                kernels: weight, bias: bias, kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0, after: source)
        }
    }

    @discardableResult
    mutating func relu(after source: Int? = nil) -> Int { builder.relu(after: source) }

    @discardableResult
    mutating func add(_ first: Int, _ second: Int) throws -> Int { try builder.add(first, second) }

    @discardableResult
    mutating func normalise(_ mean: Double, _ deviation: Double) throws -> Int {
        let channels = builder.shape(of: builder.last).image?.channels ?? 1
        return try builder.normalise(
            mean: Array(repeating: mean, count: channels), deviation: Array(repeating: deviation, count: channels))
    }

    /// The same gain and offset for every channel.
    @discardableResult
    mutating func scale(_ gain: Float, _ offset: Float) throws -> Int {
        let channels = builder.shape(of: builder.last).image?.channels ?? 1
        return try builder.scale(
            gain: Array(repeating: gain, count: channels), offset: Array(repeating: offset, count: channels))
    }

    func built() throws -> Network { try builder.build() }
}

/// Layers of rows and biases in a chain, with or without ReLUs between them.
func chain(
    inputs: Int, _ style: Sketch.Style, relu: Bool = true, _ layers: [(rows: [[Float]], bias: [Float])]
) throws -> Network {
    var sketch = Sketch(inputs: inputs, style)
    for (index, layer) in layers.enumerated() {
        try sketch.affine(layer.rows, layer.bias)
        if relu, index < layers.count - 1 { sketch.relu() }
    }
    return try sketch.built()
}

/// A double as the sum of three floats, the largest first; traps unless it is one.
func floats(summingTo value: Double) -> [Float] {
    let first = Float(value)
    let second = Float(value - Double(first))
    let third = Float(value - Double(first) - Double(second))
    precondition(Rational(first) + Rational(second) + Rational(third) == Rational(value))
    return [first, second, third]
}
