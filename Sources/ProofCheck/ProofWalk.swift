import LinearAlgebra
import Networks
import Proofs
import Questions

/// One pass over a proof, front to back: bounds stage by stage, then every class's tree.
struct ProofWalk {
    let proof: RobustnessProof
    let network: LoweredNetwork
    let label: Int
    let units: UnitTable
    var bounds: DomainBounds
    /// The same before searches tightened any.
    private var unrefined: DomainBounds
    var ledger: ClaimLedger
    var report = ProofReport()

    init(
        _ proof: RobustnessProof, _ query: Query, _ network: Network, isFilling: Bool, _ exact: ExactAuditor? = nil
    ) throws(ProofFault) {
        let arithmetic: BoundArithmetic = proof.isUnrounded ? .unrounded : .rounded
        self.proof = proof
        let lowered = proof.writesPoolsAsReLUs ? network.lowered.withPoolsAsReLUs : network.lowered
        self.network = lowered
        label = query.label
        units = try UnitTable(proof.units, lowered)
        bounds = try DomainBounds(lowered, query, exact, arithmetic)
        unrefined = bounds
        ledger = ClaimLedger(isFilling: isFilling, arithmetic)
    }

    mutating func run() throws(ProofFault) -> ProofReport {
        try deriveStages()
        try requireEveryClass()
        for proof in proof.classes {
            var tree = TreeWalk(
                TreeObjective(
                    stage: network.outputStage, rows: [label, proof.adversarial], factors: [1, -1], isMargin: true),
                isWhole(proof.tree) ? unrefined : bounds, units, ledger, report, name: "class \(proof.adversarial)")
            try tree.run(proof.tree)
            ledger = tree.ledger
            report = tree.report
            report.classes += 1
        }
        return report
    }

    private mutating func deriveStages() throws(ProofFault) {
        var next = proof.stages.makeIterator()
        var evidence = next.next()
        for stage in 1..<max(network.outputStage, 1) {
            let own = evidence?.stage == stage ? evidence : nil
            if own != nil { evidence = next.next() }
            try bounds.derive(stage, own, units, &ledger, &report)
            report.intervalBounds += network.stages[stage].preActivations
        }
        if let evidence { throw .malformed(place: "stage \(evidence.stage)", "is not a hidden stage, or out of order") }
        try bounds.open(network.outputStage)
        unrefined = bounds
        for evidence in proof.stages { try bounds.refine(evidence, units, &ledger, &report) }
    }

    /// Whether backward substitution settles the whole set at once: it did so before anything was refined.
    private func isWhole(_ tree: ProofTree) -> Bool {
        if case .leaf(let leaf)? = tree.nodes.first, case .substitution = leaf.evidence { true } else { false }
    }

    private func requireEveryClass() throws(ProofFault) {
        let wanted = (0..<network.classCount).filter { $0 != label }
        let found = proof.classes.map(\.adversarial)
        guard found == wanted else {
            let missing = Set(wanted).subtracting(found).sorted().map(String.init).joined(separator: ", ")
            throw .notCovering(
                place: "classes",
                missing.isEmpty
                    ? "must be every class but \(label), once and ascending" : "no proof about class \(missing)")
        }
    }
}
