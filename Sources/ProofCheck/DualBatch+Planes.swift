import LinearAlgebra
import Networks
import Proofs

extension DualBatch {
    /// The columns where λ < 0 and a plane bounds h = max(z, 0) from above: λ h becomes λ times the plane, and z gets no
    /// multiplier.
    ///
    /// The plane holds on the box of what the neuron reads, whatever the splits.
    mutating func raise(_ stage: Int, _ row: Int, _ unit: Int, _ lambda: Matrix<Double>) -> Set<Int> {
        var raised = Set<Int>()
        guard unit >= 0, let planes = planes[unit] else { return raised }
        let description = bounds.network.stages[stage]
        let source = description.terms[0].source
        let entries = description.terms[0].matrix.entries(ofRow: row)
        let box = bounds.box(of: source)
        for (column, weights) in planes {
            let factor = lambda.elements[row * count + column]
            guard factor < 0 else { continue }
            var (active, inactive) = (description.bias[row], 0.0)
            var slopes = [(column: Int, value: Double)]()
            slopes.reserveCapacity(entries.count)
            for (entry, part) in zip(entries, weights) {
                let weight = Double(part) / UpperPlanes.parts
                let (first, second) = (entry.value * box.lower[entry.column], entry.value * box.upper[entry.column])
                active += (1 - weight) * max(first, second)
                inactive -= weight * min(first, second)
                slopes.append((entry.column, factor * (weight * entry.value)))
            }
            add(slopes, to: source, column: column)
            // The constant's own error and that of the slopes: each is γ times less than twice the reach.
            add(
                factor * max(active, inactive), size: 8 * abs(factor) * bounds.reach[stage][row], column: column, factor
            )
            raised.insert(column)
        }
        trace?.raised[stage, default: [:]][row] = raised
        return raised
    }
}

extension UpperPlanes {
    /// What is wrong with planes for bounds at `stage`; `nil` for nothing.
    func fault(at stage: Int, _ units: UnitTable, _ network: LoweredNetwork) -> String? {
        for (plane, unit) in self.units.map(Int.init).enumerated() {
            guard units.units.indices.contains(unit), units.units[unit].stage < stage else {
                return "a plane of unit \(unit), which does not exist"
            }
            let place = units.units[unit]
            let description = network.stages[place.stage]
            guard description.isReLU, description.terms.count == 1 else {
                return "a plane of unit \(unit), which reads several stages"
            }
            let entries = description.terms[0].matrix.entries(ofRow: place.preActivation).count
            guard entries == weightCount(plane) else {
                return "\(weightCount(plane)) weights for \(entries) inputs of unit \(unit)"
            }
        }
        // A unit with two planes would count twice.
        return Set(self.units).count == self.units.count ? nil : "two planes of one unit"
    }
}
