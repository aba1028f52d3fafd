import ExactArithmetic
import LinearAlgebra
import Networks

/// The class that a network predicts in real numbers: the first of those with the largest logit.
public enum PredictedClass {
    /// A largest logit that leads by this share of the largest magnitude leads in real numbers too, on a network of ordinary
    /// scales.
    private static let clearance = 1e-6

    /// The class of every image.
    ///
    /// Double precision tells most; the others are told by intervals or exact numbers. Where a network is too large for those,
    /// the class is that of double precision: margins that small are undecided for every method and every check.
    public static func classes(of network: Network, _ images: [[Float]]) -> [Int] {
        guard !images.isEmpty else { return [] }
        let logits = Evaluator<Double>(network).logits(
            Matrix(
                rows: images.count, columns: network.inputShape.count, elements: images.flatMap { $0.map(Double.init) })
        )
        let isOrdinary = network.lowered.hasOrdinaryScales
        return images.indices.map { index in
            let values = logits.row(index)
            let found = first(values) { $0 < $1 }
            let scale = values.reduce(0) { max($0, abs($1)) }
            let lead = values.indices.reduce(Double.infinity) { $1 == found ? $0 : min($0, values[found] - values[$1]) }
            if isOrdinary, lead > clearance * scale { return found }
            return settled(network, images[index]) ?? found
        }
    }

    private static func settled(_ network: Network, _ pixels: [Float]) -> Int? {
        let enclosed = ReferenceEvaluation<Enclosure>.logits(of: network, at: pixels)
        let candidate = first(enclosed.map(\.lower)) { $0 < $1 }
        if enclosed.indices.allSatisfy({ $0 == candidate || enclosed[$0].upper < enclosed[candidate].lower }) {
            return candidate
        }
        guard network.multiplications <= WitnessCheck.exactLimit else { return nil }
        return first(ReferenceEvaluation<Dyadic>.logits(of: network, at: pixels)) { $0 < $1 }
    }

    /// The first index of a largest value; 0 where there is none.
    private static func first<Value>(_ values: some Collection<Value>, _ isLess: (Value, Value) -> Bool) -> Int {
        var best: (index: Int, value: Value)?
        for (index, value) in values.enumerated() {
            guard let found = best else {
                best = (index, value)
                continue
            }
            if isLess(found.value, value) { best = (index, value) }
        }
        return best?.index ?? 0
    }
}
