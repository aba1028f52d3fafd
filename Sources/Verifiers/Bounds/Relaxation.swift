import Networks
import Questions

/// Which lower line stands under an unstable ReLU.
package enum LowerLine: Sendable {
    /// Slope s = u/(u − l), parallel to the upper line (Fast-Lin, Wong & Kolter's dual).
    case parallel
    /// Slope 1 where u ≥ −l, else 0 (CROWN, Zhang et al. 2018).
    case adaptive
    /// The same, where ties that rounding has moved apart count as ties: what a check of a proof can repeat.
    case repeatable

    /// The u from which on the slope of `repeatable` is 1.
    static func tie(_ l: Double, _ u: Double) -> Double { -l - 1e-8 * (1 + u) }
}

/// The line above an unstable ReLU, slope · z + intercept: the rounded slope u/(u − l) gets the intercept that both end
/// points of the ReLU's graph need, rounded up.
struct UpperLine: Sendable {
    let slope: Double
    let intercept: Double

    /// - Parameters:
    ///   - l: the lower bound of z, < 0 and in the range of `Rounding`.
    ///   - u: the upper bound of z, > 0 and in that range.
    init(_ l: Double, _ u: Double) {
        slope = min(1, u / (u - l))
        intercept = (max(-slope * l, (1 - slope) * u) * (1 + 0x1p-50)).nextUp
    }
}

/// Linear bounds of one stage's activation: for every value h of the stage two affine functions of the
/// pre-activations, below and above it wherever the pre-activations keep their bounds.
enum Relaxation: Sendable {
    /// h = z.
    case identity
    /// aˡ z ≤ h ≤ aᵘ z + t per neuron.
    case relu(lowerSlope: [Double], upperSlope: [Double], upperIntercept: [Double])
    /// z of one input from below; from above the same input where it dominates its window, else a constant.
    case maxPool(lowerInput: [Int], upperInput: [Int?], upperConstant: [Double])

    /// The lines for a stage whose pre-activations lie within `bounds`.
    init(_ activation: LoweredNetwork.Activation, within bounds: StageBounds, lowerLine: LowerLine) {
        switch activation {
        case .identity: self = .identity
        case .relu: self = Relaxation.relu(within: bounds, lowerLine)
        case .maxPool(let windows): self = Relaxation.maxPool(windows, within: bounds)
        }
    }

    /// The lines that interval arithmetic stands for: a neuron that is surely on stays affine, an unstable one is only
    /// known to lie in [0, u].
    init(constantFor activation: LoweredNetwork.Activation, within bounds: StageBounds) {
        switch activation {
        case .identity: self = .identity
        case .relu:
            let slopes = bounds.lower.map { $0 >= 0 ? 1.0 : 0.0 }
            self = .relu(
                lowerSlope: slopes, upperSlope: slopes,
                upperIntercept: zip(bounds.lower, bounds.upper).map { $0 >= 0 ? 0 : max(0, $1) })
        case .maxPool(let windows): self = Relaxation.maxPool(windows, within: bounds)
        }
    }

    /// Whether both lines of every neuron have the same slope, so that one product serves both bounds.
    var isParallel: Bool {
        switch self {
        case .identity: true
        case .relu(let lower, let upper, _): lower == upper
        case .maxPool: false
        }
    }

    private static func relu(within bounds: StageBounds, _ lowerLine: LowerLine) -> Relaxation {
        let count = bounds.lower.count
        var lowerSlope = [Double](repeating: 0, count: count)
        var upperSlope = lowerSlope
        var upperIntercept = lowerSlope
        for neuron in 0..<count {
            let (l, u) = (bounds.lower[neuron], bounds.upper[neuron])
            if u <= 0 { continue }
            if l >= 0 {
                lowerSlope[neuron] = 1
                upperSlope[neuron] = 1
                continue
            }
            // Any slope in [0, 1] is sound from below.
            let line = UpperLine(l, u)
            upperSlope[neuron] = line.slope
            upperIntercept[neuron] = line.intercept
            switch lowerLine {
            case .parallel: lowerSlope[neuron] = line.slope
            case .adaptive: lowerSlope[neuron] = u >= -l ? 1 : 0
            case .repeatable: lowerSlope[neuron] = u >= LowerLine.tie(l, u) ? 1 : 0
            }
        }
        return .relu(lowerSlope: lowerSlope, upperSlope: upperSlope, upperIntercept: upperIntercept)
    }

    private static func maxPool(_ windows: [[Int]], within bounds: StageBounds) -> Relaxation {
        var lowerInput = [Int]()
        var upperInput = [Int?]()
        var upperConstant = [Double]()
        for window in windows {
            let best = window.dropFirst().reduce(window[0]) { bounds.lower[$0] < bounds.lower[$1] ? $1 : $0 }
            let dominates = window.allSatisfy { $0 == best || bounds.upper[$0] <= bounds.lower[best] }
            lowerInput.append(best)
            upperInput.append(dominates ? best : nil)
            upperConstant.append(dominates ? 0 : window.reduce(-.infinity) { max($0, bounds.upper[$1]) })
        }
        return .maxPool(lowerInput: lowerInput, upperInput: upperInput, upperConstant: upperConstant)
    }
}
