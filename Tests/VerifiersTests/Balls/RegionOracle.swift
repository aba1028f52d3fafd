import Networks
import Questions

/// The l2 distance to the nearest adversarial point of a network on a handful of inputs, by enumerating its activation regions:
/// every ReLU and every pooling choice adds half-spaces, and on what is left the network is affine. A branch is left
/// where its polyhedron is no nearer than the best point. Shares no code with any verifier and no solver.
struct RegionOracle {
    /// Coefficients and a constant.
    typealias Form = (slopes: [Double], constant: Double)

    private let network: Network
    private let label: Int
    private let centre: [Double]
    private(set) var distance = Double.infinity
    /// The largest fault of any nearest point that the distance rests on.
    private(set) var fault = 0.0

    /// - Parameter query: whose domain is regarded, and whose ε is not.
    init(_ network: Network, _ query: Query) {
        (self.network, label) = (network, query.label)
        centre = query.sample.pixels.map(Double.init)
        var spaces = [NearestPoint.HalfSpace]()
        if let domain = query.perturbation.domain {
            for (index, value) in centre.enumerated() {
                let unit = centre.indices.map { $0 == index ? 1.0 : 0 }
                spaces.append((unit, min(domain.lower, value) - value))
                spaces.append((unit.map { -$0 }, value - max(domain.upper, value)))
            }
        }
        visit(0, [], spaces)
    }

    private mutating func visit(_ node: Int, _ values: [[Form]], _ spaces: [NearestPoint.HalfSpace]) {
        guard node < network.nodes.count else { return finish(values[node - 1], spaces) }
        let description = network.nodes[node]
        let input = description.inputs.first.map { values[$0] } ?? []
        switch description.operation {
        case .relu: splitReLU(node, values, input, [], spaces)
        case .maxPool(let layer): splitPool(node, values, input, layer.windows, [], spaces)
        case .concatenate: visit(node + 1, values + [description.inputs.flatMap { values[$0] }], spaces)
        default:
            let second = description.inputs.count > 1 ? values[description.inputs[1]] : []
            visit(node + 1, values + [affine(description.operation, input, second)], spaces)
        }
    }

    private func affine(_ operation: Operation, _ input: [Form], _ second: [Form]) -> [Form] {
        switch operation {
        case .input: return centre.indices.map { index in (centre.indices.map { $0 == index ? 1 : 0 }, 0) }
        case .flatten, .reshape: return input
        case .select(let layer): return layer.indices.map { $0 < 0 ? sum([], 0) : input[$0] }
        case .add: return zip(input, second).map { sum([(1, $0), (1, $1)], 0) }
        case .linear(let layer):
            return layer.bias.indices.map { row in
                sum(input.indices.map { (Double(layer.weight[row, $0]), input[$0]) }, Double(layer.bias[row]))
            }
        case .convolution(let layer):
            let positions = layer.geometry.positions
            var terms = [[(Double, Form)]](repeating: [], count: layer.bias.count * positions)
            let (inputs, outputs) = (layer.weight.columns, layer.bias.count / layer.groups)
            layer.geometry.forEachTap { patch, position, source in
                let first = patch / inputs * outputs
                for channel in first..<first + outputs {
                    let weight = Double(layer.weight[channel, patch % inputs])
                    terms[channel * positions + position].append((weight, input[source]))
                }
            }
            return terms.enumerated().map { sum($1, Double(layer.bias[$0 / positions])) }
        default: fatalError("no oracle for this layer")
        }
    }

    private func sum(_ terms: [(Double, Form)], _ constant: Double) -> Form {
        var result: Form = (centre.map { _ in 0 }, constant)
        for (factor, form) in terms {
            for index in centre.indices { result.slopes[index] += factor * form.slopes[index] }
            result.constant += factor * form.constant
        }
        return result
    }

    private mutating func splitReLU(
        _ node: Int, _ values: [[Form]], _ input: [Form], _ done: [Form], _ spaces: [NearestPoint.HalfSpace]
    ) {
        guard done.count < input.count else { return visit(node + 1, values + [done], spaces) }
        let form = input[done.count]
        if let active = keeping([form], spaces) { splitReLU(node, values, input, done + [form], active) }
        if let inactive = keeping([sum([(-1, form)], 0)], spaces) {
            splitReLU(node, values, input, done + [sum([], 0)], inactive)
        }
    }

    private mutating func splitPool(
        _ node: Int, _ values: [[Form]], _ input: [Form], _ windows: [[Int]], _ done: [Form],
        _ spaces: [NearestPoint.HalfSpace]
    ) {
        guard done.count < windows.count else { return visit(node + 1, values + [done], spaces) }
        let window = windows[done.count]
        for choice in window {
            let lead = window.filter { $0 != choice }.map { sum([(1, input[choice]), (-1, input[$0])], 0) }
            guard let part = keeping(lead, spaces) else { continue }
            splitPool(node, values, input, windows, done + [input[choice]], part)
        }
    }

    private mutating func finish(_ logits: [Form], _ spaces: [NearestPoint.HalfSpace]) {
        for adversarial in logits.indices where adversarial != label {
            let lead = sum([(1, logits[adversarial]), (-1, logits[label])], 0)
            guard let part = keeping([lead], spaces), let nearest = NearestPoint(part, dimension: centre.count),
                nearest.distance < distance
            else { continue }
            distance = nearest.distance
            fault = max(fault, nearest.fault)
        }
    }

    /// The half-spaces with those where `forms` are ≥ 0; `nil` where nothing nearer than the best point is left.
    private func keeping(_ forms: [Form], _ spaces: [NearestPoint.HalfSpace]) -> [NearestPoint.HalfSpace]? {
        var spaces = spaces
        for form in forms {
            let length = form.slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let here = zip(form.slopes, centre).reduce(form.constant) { $0 + $1.0 * $1.1 }
            guard length > 0 else {
                if here < 0 { return nil }
                continue
            }
            spaces.append((form.slopes.map { $0 / length }, -here / length))
        }
        let nearest = NearestPoint(spaces, dimension: centre.count)
        return nearest.map { $0.distance < distance } == true ? spaces : nil
    }
}
