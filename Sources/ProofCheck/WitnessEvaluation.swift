import ExactArithmetic
import Networks
import Proofs
import Questions

/// Whether a point lies in a perturbation set and is not classified as the label, by the check's own evaluation of the network.
enum WitnessEvaluation {
    /// - Throws: `ProofFault.witness` where the point does not count.
    static func examine(
        _ witness: [Float], of query: Query, on network: Network, isExact: Bool
    ) throws(ProofFault) -> WitnessReport {
        guard witness.count == query.sample.pixels.count else {
            throw .witness("it has \(witness.count) pixels, the image \(query.sample.pixels.count)")
        }
        guard witness.allSatisfy(\.isFinite) else { throw .witness("it has pixels that are not finite") }
        try requireMember(witness, query)
        return try margins(witness, query, network.lowered, isExact: isExact)
    }

    /// The smallest margin at a point, which is ≤ 0.
    ///
    /// - Throws: `ProofFault.witness` where it is not.
    static func margins(
        _ witness: [Float], _ query: Query, _ network: LoweredNetwork, isExact: Bool
    ) throws(ProofFault) -> WitnessReport {
        if !isExact, let report = try? boundedMargins(witness, query, network) {
            if report.marginUpper <= 0 { return report }
            if report.marginLower > 0 { throw .witness("its margin is at least \(report.marginLower)") }
        }
        return try exactMargins(witness, query, network)
    }

    /// Throws unless lo ≤ x' ≤ hi and ‖x' − x‖ ≤ ε, without rounding. A pixel outside the domain widens the domain to itself.
    private static func requireMember(_ witness: [Float], _ query: Query) throws(ProofFault) {
        let set = query.perturbation
        guard let epsilon = Dyadic(set.epsilon) else { throw .statement("ε is \(set.epsilon)") }
        var (sum, squares) = (Dyadic.zero, Dyadic.zero)
        for (index, (point, pixel)) in zip(witness, query.sample.pixels).enumerated() {
            if let domain = set.domain {
                let range = min(domain.lower, Double(pixel))...max(domain.upper, Double(pixel))
                guard range.contains(Double(point)) else { throw .witness("pixel \(index) leaves the input domain") }
            }
            guard let x = Dyadic(Double(pixel)), let moved = Dyadic(Double(point)) else { continue }
            let distance = (moved - x).magnitude
            guard distance <= epsilon else { throw .witness("pixel \(index) is farther than ε from the image") }
            sum += distance
            squares += distance * distance
        }
        let isInside =
            switch set.norm {
            case .infinity: true
            case .one: sum <= epsilon
            case .two: squares <= epsilon * epsilon
            }
        guard isInside else { throw .witness("it is farther than ε from the image in the norm \(set.norm.title)") }
    }

    /// The smallest margin by interval arithmetic on the point, with rigorous rounding.
    private static func boundedMargins(
        _ witness: [Float], _ query: Query, _ network: LoweredNetwork
    ) throws(ProofFault) -> WitnessReport {
        let sample = Sample(id: query.sample.id, label: query.sample.label, pixels: witness)
        let point = Query(
            sample: sample, label: query.label, perturbation: PerturbationSet(epsilon: 0, domain: nil))
        var bounds = try DomainBounds(network, point)
        for stage in 1..<network.stages.count {
            try bounds.open(stage)
            bounds.store(try bounds.interval(of: stage), at: stage)
        }
        let logits = bounds.stages[network.outputStage]
        let label = query.label
        let margins = (0..<network.classCount).filter { $0 != label }.map { other in
            WitnessReport(
                adversarial: other, marginLower: (logits.lower[label] - logits.upper[other]).nextDown,
                marginUpper: (logits.upper[label] - logits.lower[other]).nextUp, isExact: false)
        }
        guard var best = margins.min(by: { $0.marginUpper < $1.marginUpper }) else {
            throw .witness("there is no other class")
        }
        // Surely positive only where every margin is.
        best.marginLower = margins.reduce(.infinity) { min($0, $1.marginLower) }
        return best
    }

    /// The smallest margin without rounding.
    private static func exactMargins(
        _ witness: [Float], _ query: Query, _ network: LoweredNetwork
    ) throws(ProofFault) -> WitnessReport {
        let logits = ExactForward.logits(of: network, at: witness)
        var best: (adversarial: Int, margin: Dyadic)?
        for other in logits.indices where other != query.label {
            let margin = logits[query.label] - logits[other]
            if let known = best, known.margin <= margin { continue }
            best = (other, margin)
        }
        guard let best else { throw .witness("there is no other class") }
        guard best.margin.sign <= 0 else { throw .witness("its margin is \(best.margin.rounded)") }
        let rounded = best.margin.rounded
        return WitnessReport(
            adversarial: best.adversarial, marginLower: best.margin.sign == 0 ? 0 : rounded.nextDown,
            marginUpper: best.margin.sign == 0 ? 0 : min(rounded.nextUp, 0), isExact: true)
    }
}

/// A network evaluated without rounding.
enum ExactForward {
    /// - Complexity: a product of whole numbers for every weight; they gain about 60 bits a layer.
    static func logits(of network: LoweredNetwork, at point: [Float]) -> [Dyadic] {
        var values = [point.map { Dyadic(Double($0)) ?? .zero }]
        for stage in network.stages.dropFirst() {
            var sums = stage.bias.map { Dyadic($0) ?? .zero }
            for term in stage.terms {
                let source = values[term.source]
                term.matrix.forEachEntry { row, column, weight in
                    guard weight != 0, source[column].sign != 0, let exact = Dyadic(weight) else { return }
                    sums[row] += exact * source[column]
                }
            }
            switch stage.activation {
            case .identity: values.append(sums)
            case .relu: values.append(sums.map { max($0, .zero) })
            case .maxPool(let windows):
                values.append(windows.map { window in window.map { sums[$0] }.max() ?? .zero })
            }
        }
        return values[values.count - 1]
    }
}
