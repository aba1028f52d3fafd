import LinearAlgebra
import Networks

/// Proven bounds l ≤ z ≤ u on the pre-activations of one stage over the perturbation set.
package struct StageBounds: Sendable, Equatable {
    package var lower: [Double]
    package var upper: [Double]

    package init(lower: [Double], upper: [Double]) { (self.lower, self.upper) = (lower, upper) }

    /// l < 0 < u: the ReLU is neither surely on nor surely off.
    func isUnstable(_ neuron: Int) -> Bool { lower[neuron] < 0 && upper[neuron] > 0 }

    var unstableNeurons: [Int] { lower.indices.filter(isUnstable) }

    /// Whether every bound lies in the range in which errors are bounded, and no interval is empty.
    var isInRange: Bool {
        lower.allSatisfy { abs($0) <= Rounding.largest } && upper.allSatisfy { abs($0) <= Rounding.largest }
            && zip(lower, upper).allSatisfy { $0 <= $1 }
    }

    /// Keeps the tighter of two sound bounds, neuron by neuron.
    mutating func intersect(_ other: StageBounds) {
        for index in lower.indices {
            lower[index] = max(lower[index], other.lower[index])
            upper[index] = min(upper[index], other.upper[index])
        }
    }

    /// Bounds on the values h after `activation`.
    func values(after activation: LoweredNetwork.Activation) -> StageBounds {
        switch activation {
        case .identity: self
        case .relu: StageBounds(lower: lower.map { max($0, 0) }, upper: upper.map { max($0, 0) })
        case .maxPool(let windows):
            StageBounds(
                lower: windows.map { $0.reduce(-.infinity) { max($0, lower[$1]) } },
                upper: windows.map { $0.reduce(-.infinity) { max($0, upper[$1]) } })
        }
    }
}

/// Bounds on the pre-activations of every stage up to some stage; index 0 is the input box.
package struct NetworkBounds: Sendable {
    package var stages: [StageBounds]

    package init(_ region: InputRegion) {
        stages = [StageBounds(lower: region.box.lower, upper: region.box.upper)]
    }

    /// Unstable ReLUs per hidden layer, as far as bounds are known.
    func unstableByLayer(_ network: LoweredNetwork) -> [Int] {
        network.reluStages.filter { $0 < stages.count }.map { stages[$0].unstableNeurons.count }
    }
}
