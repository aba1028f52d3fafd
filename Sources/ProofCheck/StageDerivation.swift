import LinearAlgebra
import Networks
import Proofs

extension DomainBounds {
    /// Derives the bounds of `stage` from those of the stages before: intervals, and what `evidence` adds to them.
    mutating func derive(
        _ stage: Int, _ evidence: StageEvidence?, _ units: UnitTable, _ ledger: inout ClaimLedger,
        _ report: inout ProofReport, place: String = ""
    ) throws(ProofFault) {
        let isFirst = stage == stages.count
        try open(stage)
        let name = "\(place)stage \(stage)"
        store(try interval(of: stage), at: stage)
        guard let evidence else { return }
        try examine(evidence, units, name)
        try substitute(evidence, units, alone: isFirst && !evidence.keepsIntervals, name)
        report.substitutedBounds += 2 * evidence.substituted.count
        try program(evidence, units, &ledger, name)
        report.programmedBounds += evidence.programmed.count
    }

    /// Tightens the bounds of a stage by the searches in `evidence`, once every stage has bounds: backward substitution is not
    /// monotone in the bounds that it starts from, so nothing above may rest on these.
    mutating func refine(
        _ evidence: StageEvidence, _ units: UnitTable, _ ledger: inout ClaimLedger, _ report: inout ProofReport
    ) throws(ProofFault) {
        for bound in evidence.searched {
            try search(bound, at: evidence.stage, units, &ledger, "stage \(evidence.stage)")
        }
        report.searchedBounds += evidence.searched.count
    }

    private func examine(_ evidence: StageEvidence, _ units: UnitTable, _ name: String) throws(ProofFault) {
        let neurons = 0..<network.stages[evidence.stage].preActivations
        guard evidence.substituted.allSatisfy(neurons.contains) else {
            throw .malformed(place: name, "a neuron that does not exist")
        }
        guard zip(evidence.substituted, evidence.substituted.dropFirst()).allSatisfy(<) else {
            throw .malformed(place: name, "neurons must ascend")
        }
        for bound in evidence.programmed {
            guard neurons.contains(bound.neuron) else {
                throw .malformed(place: name, "there is no neuron \(bound.neuron)")
            }
            guard bound.multipliers.count == units.countBefore[evidence.stage], !bound.multipliers.hasInfinity else {
                throw .malformed(
                    place: "\(name), neuron \(bound.neuron)",
                    "needs \(units.countBefore[evidence.stage]) finite multipliers")
            }
            if let fault = bound.multipliers.planes?.fault(at: evidence.stage, units, network) {
                throw .malformed(place: "\(name), neuron \(bound.neuron)", fault)
            }
        }
    }

    private static let batchSize = 128

    /// - Parameter alone: replaces the intervals instead of intersecting with them.
    private mutating func substitute(
        _ evidence: StageEvidence, _ units: UnitTable, alone: Bool, _ name: String
    ) throws(ProofFault) {
        var found = [(neuron: Int, lower: Double, upper: Double)]()
        for start in stride(from: 0, to: evidence.substituted.count, by: Self.batchSize / 2) {
            let end = min(start + Self.batchSize / 2, evidence.substituted.count)
            let neurons = Array(evidence.substituted[start..<end])
            var objectives = Matrix<Double>(rows: neurons.count, columns: 2 * neurons.count)
            for index in neurons.indices {
                objectives[index, 2 * index] = 1
                objectives[index, 2 * index + 1] = -1
            }
            let ends = try DualBatch.lowerBounds(
                objectives, rows: neurons, at: evidence.stage, within: self, units, .line(evidence.line), place: name)
            for (index, neuron) in neurons.enumerated() {
                found.append((neuron, ends[2 * index], -ends[2 * index + 1]))
            }
        }
        if alone { loosen(evidence.stage, found) } else { tighten(evidence.stage, found) }
    }

    private mutating func program(
        _ evidence: StageEvidence, _ units: UnitTable, _ ledger: inout ClaimLedger, _ name: String
    ) throws(ProofFault) {
        var found = [(neuron: Int, lower: Double, upper: Double)]()
        for start in stride(from: 0, to: evidence.programmed.count, by: Self.batchSize) {
            let batch = evidence.programmed[start..<min(start + Self.batchSize, evidence.programmed.count)]
            var objectives = Matrix<Double>(rows: batch.count, columns: batch.count)
            var given = Matrix<Double>(rows: units.units.count, columns: batch.count)
            for (column, bound) in batch.enumerated() {
                objectives[column, column] = bound.side == .lower ? 1 : -1
                for unit in 0..<bound.multipliers.count { given[unit, column] = bound.multipliers[unit] }
            }
            let ends = try DualBatch.lowerBounds(
                objectives, rows: batch.map(\.neuron), at: evidence.stage, within: self, units, .given(given),
                planes: batch.map(\.multipliers.planes), place: name)
            for (bound, end) in zip(batch, ends) {
                let isLower = bound.side == .lower
                let settled = try ledger.settle(
                    end, stated: isLower ? bound.claim : -bound.claim,
                    "\(name), neuron \(bound.neuron), \(isLower ? "lower" : "upper") bound")
                if !isLower { ledger.negateLast() }
                found.append((bound.neuron, isLower ? settled : -.infinity, isLower ? .infinity : -settled))
            }
        }
        tighten(evidence.stage, found)
    }

    private mutating func search(
        _ bound: SearchedBound, at stage: Int, _ units: UnitTable, _ ledger: inout ClaimLedger, _ name: String
    ) throws(ProofFault) {
        guard (0..<network.stages[stage].preActivations).contains(bound.neuron) else {
            throw .malformed(place: name, "there is no neuron \(bound.neuron)")
        }
        let isLower = bound.side == .lower
        var walk = TreeWalk(
            TreeObjective(stage: stage, rows: [bound.neuron], factors: [isLower ? 1 : -1], isMargin: false), self,
            units,
            ledger, ProofReport(), name: "\(name), neuron \(bound.neuron), \(isLower ? "lower" : "upper") bound")
        try walk.run(bound.tree)
        ledger = walk.ledger
        let end = walk.smallestBound
        tighten(
            stage, [(bound.neuron, isLower ? end : -.infinity, isLower ? .infinity : -end)])
    }

    private mutating func tighten(_ stage: Int, _ found: [(neuron: Int, lower: Double, upper: Double)]) {
        var interval = stages[stage]
        for bound in found { interval.intersect(bound.neuron, lower: bound.lower, upper: bound.upper) }
        store(interval, at: stage)
    }
}
