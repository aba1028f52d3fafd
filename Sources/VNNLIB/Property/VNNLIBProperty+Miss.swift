/// How far a point is from being a counterexample: how much too far its inputs and its outputs are from the nearest case.
public struct CounterexampleMiss: Sendable, Hashable {
    /// The most that an input, or a form of inputs, oversteps; 0 inside.
    public var inputs: Double
    /// The most that a form of outputs oversteps; 0 where all hold.
    public var outputs: Double
    /// Whether the competition would take the point: 1e-4 is allowed on inputs and outputs alike.
    public var isWithinTolerance: Bool

    public init(inputs: Double, outputs: Double, isWithinTolerance: Bool) {
        self.inputs = inputs
        self.outputs = outputs
        self.isWithinTolerance = isWithinTolerance
    }

    /// `COUNTEREXAMPLE_ATOL` of the competition's scoring scripts.
    public static let tolerance = 1e-4

    /// In words.
    public var words: String {
        let misses = [(inputs, "the set"), (outputs, "the property")].map { "\($0.1) by \($0.0)" }
        return "misses \(misses.joined(separator: " and ")), "
            + (isWithinTolerance ? "within" : "beyond") + " the competition's tolerance of \(Self.tolerance)"
    }
}

extension VNNLIBProperty {
    /// How far (x, y) is from the case that it misses least; `nil` where the numbers are not finite, of another count, or there is no
    /// case. Distances are rounded; whether the competition's tolerance is kept is exact.
    ///
    /// - Complexity: linear in the size of the property.
    public func miss(inputs: [Double], outputs: [Double]) -> CounterexampleMiss? {
        guard inputs.count == inputCount, outputs.count == outputCount, (inputs + outputs).allSatisfy(\.isFinite) else {
            return nil
        }
        var best: (inputs: Double, outputs: Double)?
        for region in regions {
            let ofBox = zip(region.box, inputs).reduce(0.0) { max($0, $1.0.excess(of: $1.1)) }
            let ofInputs = max(ofBox, Self.excess(region.inputForms, inputs))
            for conjunction in region.outputs {
                let ofOutputs = Self.excess(conjunction, outputs)
                if best.map({ max(ofInputs, ofOutputs) < max($0.inputs, $0.outputs) }) ?? true {
                    best = (ofInputs, ofOutputs)
                }
            }
        }
        return best.map {
            CounterexampleMiss(
                inputs: $0.inputs, outputs: $0.outputs,
                isWithinTolerance: isCounterexample(
                    inputs: inputs, outputs: outputs, tolerance: CounterexampleMiss.tolerance))
        }
    }

    private static func excess(_ halves: [HalfSpace], _ point: [Double]) -> Double {
        halves.reduce(0.0) { most, half in
            max(most, half.excess(at: point).flatMap { Double($0.description) } ?? .infinity)
        }
    }
}

extension Interval {
    /// How far a number lies outside, rounded; 0 inside, exactly.
    fileprivate func excess(of value: Double) -> Double {
        guard !contains(value), let exact = DecimalNumber(exactly: value) else { return 0 }
        let ends = [lower.map { $0 - exact }, upper.map { exact - $0 }].compactMap { $0 }
        return ends.reduce(0.0) { max($0, Double($1.description) ?? .infinity) }
    }
}
