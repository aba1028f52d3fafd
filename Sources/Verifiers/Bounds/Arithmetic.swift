import LinearAlgebra
import Networks
import Questions

/// Whose arithmetic `robust` speaks of.
enum Arithmetic: String, Sendable, CaseIterable {
    /// The real-number function of the stored weights.
    case real
    /// That, and every evaluation in single precision, whatever the order of its sums and with or without fused operations.
    case float32AnyOrder = "float32-any-order"

    /// The option of every method that bounds margins.
    static let option = OptionDescriptor(
        MethodDescriptor.arithmeticOption, .choice(allCases.map(\.rawValue)), default: .text(real.rawValue),
        cameLater: true,
        help: """
            Whose arithmetic robust speaks of: real numbers, or also every evaluation in single precision in any order of \
            summation, whose error is then subtracted from the margins.
            """)

    /// What `call` asks for.
    init(_ call: MethodCall) { self = call.textIfPresent(Self.option.name).flatMap(Arithmetic.init) ?? .real }
}

/// What rounding in single precision can do to a network's values on a whole perturbation set.
///
/// e₀ = 0 (images are floats); for z = W h + b of n terms, in any order and with any use of fused operations,
/// e ≤ |W| eₕ + γₙ₊₃ (|W| (|h| + eₕ) + |b|) + n · 2⁻¹⁴⁹ with u = 2⁻²⁴: constants that are no floats, such as those of a
/// normalisation, are rounded once more, which may underflow. ReLU and max do not increase it. Nothing is claimed of hardware
/// that flushes subnormal numbers to zero.
struct SinglePrecisionError {
    /// Per stage and value, rounded up; infinite where a sum may overflow.
    private(set) var values: [[Double]]

    /// Errors of the values of every stage of `layers` and of the logits, which must all have bounds below the last.
    ///
    /// - Complexity: one pass over the network's weights.
    init(_ layers: LayerwiseBounds) {
        values = [Array(repeating: 0, count: layers.network.inputCount)]
        var overflows = false
        for stage in layers.network.stages.dropFirst() {
            var pre = SinglePrecisionError.preActivations(of: stage, layers, values)
            // An infinite value makes a number of none of those that read it, by weights of 0 as well.
            overflows = overflows || pre.contains { !$0.isFinite }
            if overflows { pre = pre.map { _ in .infinity } }
            switch stage.activation {
            case .identity, .relu: values.append(pre)
            case .maxPool(let windows): values.append(windows.map { $0.reduce(0) { max($0, pre[$1]) } })
            }
        }
    }

    /// The largest error of the margin of class `label` over class `adversarial`.
    func margin(_ label: Int, _ adversarial: Int) -> Double {
        let logits = values[values.count - 1]
        return (logits[label] + logits[adversarial]).nextUp
    }

    private static func preActivations(
        of stage: LoweredNetwork.Stage, _ layers: LayerwiseBounds, _ errors: [[Double]]
    ) -> [Double] {
        let gamma = gamma(stage.fanIn + 3)
        let underflow = Double(stage.fanIn) * 0x1p-149
        return stage.bias.indices.map { row in
            var inherited = lost(stage.bias[row])
            var magnitude = abs(stage.bias[row])
            for term in stage.terms {
                let (source, error) = (layers.values[term.source], errors[term.source])
                for (column, weight) in term.matrix.entries(ofRow: row) {
                    let largest = max(abs(source.lower[column]), abs(source.upper[column]))
                    inherited += abs(weight) * error[column] + lost(weight) * (largest + error[column])
                    magnitude += abs(weight) * (largest + error[column])
                }
            }
            guard magnitude < Double(Float.greatestFiniteMagnitude) / 2, inherited.isFinite else { return .infinity }
            return (inherited + gamma * magnitude) * (1 + 0x1p-30) + underflow
        }
    }

    /// What single precision loses of a constant to underflow, beyond a relative error: infinite beyond its range.
    private static func lost(_ constant: Double) -> Double {
        guard abs(constant) <= Double(Float.greatestFiniteMagnitude) else { return .infinity }
        return Double(Float(constant)) == constant ? 0 : 0x1p-149
    }

    /// γₙ of single precision, rounded up; infinite where sums are too long for it.
    private static func gamma(_ n: Int) -> Double {
        let nu = Double(n) * 0x1p-24
        return nu < 0.5 ? nu / (1 - nu) * (1 + 0x1p-50) : .infinity
    }
}
