import ExactArithmetic
import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// A lowered network at one point in exact numbers, written out.
struct ExactForward {
    /// Per stage: pre-activations and values; those of stage 0 are the point.
    private(set) var pre: [[Dyadic]]
    private(set) var post: [[Dyadic]]

    init(_ network: LoweredNetwork, at point: [Dyadic]) throws {
        (pre, post) = ([point], [point])
        for stage in network.stages.dropFirst() {
            let z = try stage.bias.indices.map { neuron in
                var sum = try #require(Dyadic(stage.bias[neuron]))
                for term in stage.terms {
                    for (index, weight) in term.matrix.entries(ofRow: neuron) {
                        sum += try #require(Dyadic(weight)) * post[term.source][index]
                    }
                }
                return sum
            }
            pre.append(z)
            switch stage.activation {
            case .identity: post.append(z)
            case .relu: post.append(z.map { $0 < .zero ? .zero : $0 })
            case .maxPool(let windows):
                post.append(windows.map { $0.dropFirst().reduce(z[$0[0]]) { $0 < z[$1] ? z[$1] : $0 } })
            }
        }
    }

    /// Values of the variables of `network`, which must be of the same stages.
    func variables(of network: ReducedNetwork) -> [Dyadic] {
        var values = Array(pre[0]) + Array(repeating: .zero, count: network.variableCount - pre[0].count)
        for (stage, elements) in network.elements.enumerated() {
            for element in elements {
                switch element {
                case .affine(let neuron), .pooled(let neuron): values[neuron.variable] = pre[stage][neuron.neuron]
                case .unstable(let neuron):
                    let z = pre[stage][neuron.neuron]
                    values[neuron.variable] = z < .zero ? .zero : z
                case .maximum(let maximum): values[maximum.variable] = post[stage][maximum.window]
                }
            }
        }
        return values
    }

    /// Random points of a query's box, and two of its corners.
    static func points(_ query: Query, seed: UInt64) throws -> [[Dyadic]] {
        let box = query.perturbation.enclosingBox(around: query.sample.pixels)
        var generator = SeededGenerator(seed: seed)
        let inner = (0..<4).map { _ in
            zip(box.lower, box.upper).map { min($0 + ($1 - $0) * Double(generator.unitFloat()), $1) }
        }
        return try (inner + [box.lower, box.upper]).map { try $0.map { try #require(Dyadic($0)) } }
    }
}

/// Σ value · column + constant in exact numbers.
func evaluate(_ function: LinearFunction, at values: [Dyadic]) throws -> Dyadic {
    var sum = try #require(Dyadic(function.constant))
    for (column, value) in zip(function.columns, function.values) {
        sum += try #require(Dyadic(value)) * values[Int(column)]
    }
    return sum
}
