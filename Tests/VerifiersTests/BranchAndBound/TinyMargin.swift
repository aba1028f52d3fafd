import LinearAlgebra
import Networks
import Questions
import Verifiers

/// A random network 2 → 3 → 3 → 2 on a box around a point, its margin f₀ − f₁, and that margin's exact minimum over any part of
/// the box that signs of ReLUs cut out.
///
/// For every pattern of signs the margin is affine and its part of the box a polygon, so that the minimum lies where two of the
/// lines z = 0 and x = end meet: all of them are tried.
struct TinyMargin {
    /// Weights and biases of the three layers, row by row.
    let layers: [(weight: [[Double]], bias: [Double])]
    let lower: [Double]
    let upper: [Double]

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func number() -> Double { Double(2 * generator.unitFloat() - 1) }
        layers = [(3, 2), (3, 3), (2, 3)].map { rows, columns in
            (
                (0..<rows).map { _ in (0..<columns).map { _ in number() } },
                (0..<rows).map { _ in Double(Float(0.4 * number())) }
            )
        }
        let centre = (0..<2).map { _ in Double(generator.unitFloat()) }
        (lower, upper) = (centre.map { Double(Float($0 - 0.6)) }, centre.map { Double(Float($0 + 0.5)) })
    }

    func network() throws -> Network {
        var builder = NetworkBuilder(input: [2])
        for (index, layer) in layers.enumerated() {
            if index > 0 { builder.relu() }
            try builder.linear(
                weight: Matrix(
                    rows: layer.weight.count, columns: layer.weight[0].count,
                    elements: layer.weight.joined().map { Float($0) }),
                bias: layer.bias.map { Float($0) })
        }
        return try builder.build()
    }

    /// The network around the box with bounds by interval arithmetic, a little wider.
    func relaxation() throws -> SearchRelaxation {
        let lowered = try network().lowered
        var model = RelaxationModel(lowered, InputRegion(Box(lower: lower, upper: upper)), encoding: .relaxed)
        var (low, high) = (lower, upper)
        for layer in layers.dropLast() {
            var bounds = StageBounds(lower: layer.bias, upper: layer.bias)
            for (row, weights) in layer.weight.enumerated() {
                for (column, weight) in weights.enumerated() {
                    bounds.lower[row] += min(weight * low[column], weight * high[column])
                    bounds.upper[row] += max(weight * low[column], weight * high[column])
                }
            }
            bounds = StageBounds(lower: bounds.lower.map { $0 - 1e-6 }, upper: bounds.upper.map { $0 + 1e-6 })
            model.append(bounds)
            (low, high) = (bounds.lower.map { max($0, 0) }, bounds.upper.map { max($0, 0) })
        }
        return SearchRelaxation(model)
    }

    /// a x + b y + c.
    private struct Line {
        var a = 0.0
        var b = 0.0
        var c = 0.0

        func value(_ x: Double, _ y: Double) -> Double { a * x + b * y + c }
    }

    private static func combine(_ weights: [Double], _ lines: [Line], _ bias: Double) -> Line {
        zip(weights, lines).reduce(Line(c: bias)) {
            Line(a: $0.a + $1.0 * $1.1.a, b: $0.b + $1.0 * $1.1.b, c: $0.c + $1.0 * $1.1.c)
        }
    }

    /// The smallest margin where every ReLU has the given sign, 0 for any: three of the first layer, then three of the second.
    /// Infinite where there is no such point.
    func minimum(signs: [Int]) -> Double {
        var least = Double.infinity
        for pattern in 0..<64 {
            let on = (0..<6).map { pattern >> $0 & 1 == 1 }
            guard zip(on, signs).allSatisfy({ $1 == 0 || ($1 > 0) == $0 }) else { continue }
            let first = (0..<3).map {
                Self.combine(layers[0].weight[$0], [Line(a: 1), Line(b: 1)], layers[0].bias[$0])
            }
            let hidden = (0..<3).map { on[$0] ? first[$0] : Line() }
            let second = (0..<3).map { Self.combine(layers[1].weight[$0], hidden, layers[1].bias[$0]) }
            let last = (0..<3).map { on[$0 + 3] ? second[$0] : Line() }
            let logits = (0..<2).map { Self.combine(layers[2].weight[$0], last, layers[2].bias[$0]) }
            let margin = Line(a: logits[0].a - logits[1].a, b: logits[0].b - logits[1].b, c: logits[0].c - logits[1].c)
            // Each is ≥ 0 on the polygon.
            let sides =
                zip(first + second, on).map { $1 ? $0 : Line(a: -$0.a, b: -$0.b, c: -$0.c) }
                + [
                    Line(a: 1, c: -lower[0]), Line(a: -1, c: upper[0]), Line(b: 1, c: -lower[1]),
                    Line(b: -1, c: upper[1]),
                ]
            for (index, one) in sides.enumerated() {
                for other in sides[..<index] {
                    let determinant = one.a * other.b - one.b * other.a
                    guard abs(determinant) > 1e-12 else { continue }
                    let x = (one.b * other.c - one.c * other.b) / determinant
                    let y = (one.c * other.a - one.a * other.c) / determinant
                    guard sides.allSatisfy({ $0.value(x, y) >= -1e-9 }) else { continue }
                    least = min(least, margin.value(x, y))
                }
            }
        }
        return least
    }
}
