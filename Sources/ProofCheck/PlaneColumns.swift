/// Planes of later ReLUs with a multiplier p ≤ 0 for each of a batch's columns.
struct PlaneColumns {
    /// Per stage: its planes, each with one multiplier a column.
    private(set) var ofStage: [Int: [(plane: PlacedPlane, multipliers: [Double])]] = [:]
    private(set) var count = 0

    mutating func add(_ plane: PlacedPlane, _ multipliers: [Double]) {
        ofStage[plane.stage, default: []].append((plane, multipliers))
        count += 1
    }
}

extension DualBatch {
    /// Takes the planes of one stage's ReLUs into account: λ h = (λ − p) h + p h, and p h ≥ p (w·v + constant) for p ≤ 0.
    ///
    /// They hold wherever the bounds of the batch do, whatever the splits.
    mutating func passPlanes(_ stage: Int) {
        for (plane, multipliers) in laterPlanes.ofStage[stage] ?? [] {
            for (column, multiplier) in multipliers.enumerated() {
                // The constant, and the coefficients on v and h that the multiplier changes.
                add(multiplier * plane.constant, size: -multiplier * plane.reach, column: column, multiplier)
            }
            add(multipliers.map { -$0 }, times: [(plane.neuron, 1)], to: stage)
            for term in plane.terms { add(multipliers, times: term.entries, to: term.source) }
        }
    }
}
