import LinearAlgebra
import Networks
import Questions

/// The exact worst margin of a network on two inputs, by enumerating its activation regions.
///
/// The perturbation box is a rectangle, an l1 ball a square on its corner that the domain may cut; every ReLU and every
/// pooling choice cuts the current polygon in two along a line; on what is left the network is affine, and an affine
/// function is smallest at a vertex. Shares no code with any verifier and no linear-programming solver.
public enum PolygonOracle {
    /// The smallest margin f_y − f_k over all k ≠ y and all points of the rectangle [lower, upper].
    public static func worstMargin(
        of network: Network, label: Int, lower: [Double], upper: [Double]
    ) -> Double {
        var walk = Walk(network: network, label: label)
        walk.visit(node: 0, values: [], polygon: Self.rectangle(lower, upper))
        return walk.worst
    }

    /// The worst margin over a query's set for p = 1 and ∞, and over its box for p = 2.
    public static func worstMargin(of network: Network, query: Query) -> Double {
        let pixels = query.sample.pixels.map(Double.init)
        let set = query.perturbation
        var walk = Walk(network: network, label: query.label)
        var polygon = Self.rectangle(
            pixels.map { max($0 - set.epsilon, set.domain?.lower ?? -.infinity) },
            pixels.map { min($0 + set.epsilon, set.domain?.upper ?? .infinity) })
        if set.norm == .one {
            // ε − a (x − x₀) − b (y − y₀) ≥ 0 for all signs a and b.
            for (a, b) in [(1.0, 1.0), (1, -1), (-1, 1), (-1, -1)] {
                let side = AffineForm(a: -a, b: -b, c: set.epsilon + a * pixels[0] + b * pixels[1])
                polygon = walk.clip(polygon, side)
            }
            // Rounding must not lose the point of a ball without extent.
            if polygon.isEmpty { polygon = [(pixels[0], pixels[1])] }
        }
        walk.visit(node: 0, values: [], polygon: polygon)
        return walk.worst
    }

    private static func rectangle(_ lower: [Double], _ upper: [Double]) -> [(Double, Double)] {
        [(lower[0], lower[1]), (upper[0], lower[1]), (upper[0], upper[1]), (lower[0], upper[1])]
    }
}

/// a·x + b·y + c.
struct AffineForm {
    var a = 0.0
    var b = 0.0
    var c = 0.0

    func value(_ point: (Double, Double)) -> Double { a * point.0 + b * point.1 + c }

    static func + (p: AffineForm, q: AffineForm) -> AffineForm {
        AffineForm(a: p.a + q.a, b: p.b + q.b, c: p.c + q.c)
    }
    static func - (p: AffineForm, q: AffineForm) -> AffineForm { p + -1 * q }
    static func * (k: Double, p: AffineForm) -> AffineForm { AffineForm(a: k * p.a, b: k * p.b, c: k * p.c) }
}

private struct Walk {
    typealias Polygon = [(Double, Double)]

    let network: Network
    let label: Int
    var worst = Double.infinity

    /// Works through the nodes from `node` on, given the affine forms of all nodes before it on `polygon`.
    mutating func visit(node: Int, values: [[AffineForm]], polygon: Polygon) {
        guard !polygon.isEmpty else { return }
        guard node < network.nodes.count else { return finish(values[node - 1], polygon) }
        let description = network.nodes[node]
        let input = description.inputs.first.map { values[$0] } ?? []
        func go(_ result: [AffineForm]) { visit(node: node + 1, values: values + [result], polygon: polygon) }
        switch description.operation {
        case .input: go([AffineForm(a: 1), AffineForm(b: 1)])
        case .flatten, .reshape: go(input)
        case .select(let layer): go(layer.indices.map { $0 < 0 ? AffineForm() : input[$0] })
        case .concatenate: go(description.inputs.flatMap { values[$0] })
        case .add: go(zip(input, values[description.inputs[1]]).map { $0 + $1 })
        case .linear(let layer):
            go(
                layer.bias.indices.map { row in
                    input.indices.reduce(AffineForm(c: Double(layer.bias[row]))) {
                        $0 + Double(layer.weight[row, $1]) * input[$1]
                    }
                })
        case .convolution(let layer): go(PlainConvolution.forms(layer, input))
        case .normalise(let layer):
            let plane = input.count / layer.mean.count
            go(
                input.indices.map { index in
                    layer.scale[index / plane] * (input[index] + AffineForm(c: -layer.mean[index / plane]))
                })
        case .scale(let layer):
            let plane = input.count / layer.gain.count
            go(
                input.indices.map { index in
                    Double(layer.gain[index / plane]) * input[index]
                        + AffineForm(c: Double(layer.offset[index / plane]))
                })
        case .averagePool(let layer):
            go(
                layer.windows.map { window in
                    (1 / Double(window.count)) * window.reduce(AffineForm()) { $0 + input[$1] }
                })
        case .relu: splitReLU(node, values, input, done: [], polygon)
        case .maxPool(let layer): splitPool(node, values, input, layer.windows, done: [], polygon)
        }
    }

    private mutating func splitReLU(
        _ node: Int, _ values: [[AffineForm]], _ input: [AffineForm], done: [AffineForm], _ polygon: Polygon
    ) {
        guard !polygon.isEmpty else { return }
        guard done.count < input.count else {
            return visit(node: node + 1, values: values + [done], polygon: polygon)
        }
        let form = input[done.count]
        splitReLU(node, values, input, done: done + [form], clip(polygon, form))
        splitReLU(node, values, input, done: done + [AffineForm()], clip(polygon, -1 * form))
    }

    private mutating func splitPool(
        _ node: Int, _ values: [[AffineForm]], _ input: [AffineForm], _ windows: [[Int]], done: [AffineForm],
        _ polygon: Polygon
    ) {
        guard !polygon.isEmpty else { return }
        guard done.count < windows.count else {
            return visit(node: node + 1, values: values + [done], polygon: polygon)
        }
        for choice in windows[done.count] {
            let part = windows[done.count].filter { $0 != choice }.reduce(polygon) {
                clip($0, input[choice] - input[$1])
            }
            splitPool(node, values, input, windows, done: done + [input[choice]], part)
        }
    }

    private mutating func finish(_ logits: [AffineForm], _ polygon: Polygon) {
        for adversarial in logits.indices where adversarial != label {
            let margin = logits[label] - logits[adversarial]
            for vertex in polygon { worst = min(worst, margin.value(vertex)) }
        }
    }

    /// The part of a convex polygon where `form` ≥ 0 (Sutherland & Hodgman).
    func clip(_ polygon: Polygon, _ form: AffineForm) -> Polygon {
        var result = Polygon()
        for (index, point) in polygon.enumerated() {
            let previous = polygon[(index + polygon.count - 1) % polygon.count]
            let (here, before) = (form.value(point), form.value(previous))
            if (here >= 0) != (before >= 0) {
                let t = before / (before - here)
                result.append((previous.0 + t * (point.0 - previous.0), previous.1 + t * (point.1 - previous.1)))
            }
            if here >= 0 { result.append(point) }
        }
        return result
    }
}
