import Networks

/// Rigorous enclosures of all values of a network at one point, by interval arithmetic.
struct PointEnclosures: Sendable {
    private let network: LoweredNetwork
    /// Per stage, logits excluded; index 0 is the point itself.
    let preActivations: [StageBounds]
    /// The same after the activations.
    let values: [StageBounds]

    init(_ network: LoweredNetwork, at pixels: [Float]) {
        self.network = network
        let point = pixels.map(Double.init)
        var enclosures = [StageBounds(lower: point, upper: point)]
        var values = enclosures
        for stage in network.stages.dropFirst().dropLast() {
            let pre = IntervalArithmetic.preActivations(of: stage, from: values)
            enclosures.append(pre)
            values.append(pre.values(after: stage.activation))
        }
        (preActivations, self.values) = (enclosures, values)
    }

    /// Lower bounds on the margins f_y − f_k, k ≠ y in order.
    func margins(label: Int) -> [Double] { marginBounds(label).lower }

    /// An upper bound on the worst margin.
    func upperMargin(label: Int) -> Double { marginBounds(label).upper.min() ?? .infinity }

    private func marginBounds(_ label: Int) -> StageBounds {
        let classes = MarginObjectives.classes(network, label: label)
        return IntervalArithmetic.bounds(
            of: MarginObjectives.matrix(network, label: label, classes: classes),
            at: network.stages[network.outputStage], from: values)
    }
}
