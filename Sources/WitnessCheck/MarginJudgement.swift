import ExactArithmetic
import Networks

/// The smallest margin f_y − f_k at a point and what is sure of its sign.
struct MarginJudgement {
    let margin: Double
    /// At least the margin in real numbers.
    let upper: Double
    /// The class k of the smallest margin.
    let adversarial: Int
    let standing: MarginStanding

    init(of network: Network, at pixels: [Float], label: Int) {
        let logits = ReferenceEvaluation<Enclosure>.logits(of: network, at: pixels)
        let others = logits.indices.filter { $0 != label }
        let margins = others.map { other in
            (
                lower: (logits[label].lower - logits[other].upper).nextDown,
                upper: (logits[label].upper - logits[other].lower).nextUp
            )
        }
        let upper = margins.reduce(.infinity) { $1.upper < $0 ? $1.upper : $0 }
        if margins.contains(where: { $0.upper <= 0 }) {
            self.init(network, pixels, label, .notPositive, upper)
        } else if margins.allSatisfy({ $0.lower > 0 }) {
            self.init(network, pixels, label, .positive, upper)
        } else if network.multiplications <= WitnessCheck.exactLimit {
            self.init(exactly: ReferenceEvaluation<Dyadic>.logits(of: network, at: pixels), label)
        } else {
            self.init(network, pixels, label, .undecided, upper)
        }
    }

    private init(
        _ network: Network, _ pixels: [Float], _ label: Int, _ standing: MarginStanding, _ upper: Double
    ) {
        (margin, adversarial) = Self.worst(
            ReferenceEvaluation<Double>.logits(of: network, at: pixels), label: label)
        self.standing = standing
        self.upper = upper
    }

    private init(exactly logits: [Dyadic], _ label: Int) {
        let margins = logits.indices.filter { $0 != label }.map { (logits[label] - logits[$0], $0) }
        let least = margins.min { $0.0 < $1.0 }
        margin = least.map { Self.signed($0.0) } ?? .infinity
        adversarial = least?.1 ?? label
        upper = least.map { RoundedUp.double($0.0) } ?? .infinity
        standing = (least?.0.sign ?? 1) <= 0 ? .notPositive : .positive
    }

    /// The finite double nearest to `margin` that has its sign.
    private static func signed(_ margin: Dyadic) -> Double {
        let rounded = min(max(margin.rounded, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
        return margin.sign > 0 ? max(rounded, .leastNonzeroMagnitude) : rounded
    }

    /// The smallest margin among `logits`; NaN counts as smallest.
    static func worst(_ logits: [Double], label: Int) -> (margin: Double, adversarial: Int) {
        var worst = (margin: Double.infinity, adversarial: label)
        for (index, logit) in logits.enumerated() where index != label {
            let margin = logits[label] - logit
            if !(margin >= worst.margin) { worst = (margin, index) }
        }
        return worst
    }
}

extension Network {
    /// Products that a forward pass takes.
    var multiplications: Int {
        nodes.reduce(0) { total, node in
            switch node.operation {
            case .linear(let layer): total + layer.weight.elements.count
            case .convolution(let layer): total + layer.weight.elements.count * layer.geometry.positions
            case .maxPool(let layer), .averagePool(let layer): total + node.shape.count * layer.geometry.patchSize
            case .normalise, .scale, .add: total + node.shape.count
            case .input, .relu, .flatten, .select, .concatenate, .reshape: total
            }
        }
    }
}
