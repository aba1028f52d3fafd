import Networks
import Proofs
import Robustness

/// Told of a closed domain: what is decided of every unstable ReLU, and what closes it.
typealias LeafRecord = (_ splits: [Int8], _ evidence: ProofLeaf.Evidence) -> Void

/// Takes down what a verifier proves while it works: bounds stage by stage, margins, closed domains.
///
/// It keeps multipliers only; the bounds themselves are evaluated anew by whoever checks the proof.
final class ProofRecorder {
    /// The lower line that the verifier substitutes with.
    private let line: SubstitutionLine
    /// Whether the verifier sees poolings as ReLUs.
    var writesPoolsAsReLUs = false
    private var stages: [StageEvidence] = []
    private var sites: [MultiplierSite] = []
    /// Margins by linear programs, per class; the others follow by substitution.
    private var margins: [Int: Multipliers] = [:]
    private var domains: [Int: [ClosedDomain]] = [:]
    private var bytes = 0

    /// Multipliers that are kept before recording is given up, in bytes.
    private static let byteLimit = 1 << 30

    init(line: SubstitutionLine) { self.line = line }

    /// Bounds of `stage` come next: by intervals, and for some neurons by backward substitution, alone or as well.
    func begin(_ stage: Int, substituted: [Int], keepsIntervals: Bool = true) {
        stages.append(
            StageEvidence(stage: stage, line: line, substituted: substituted, keepsIntervals: keepsIntervals))
    }

    /// One end of a neuron of the present stage by a linear program.
    func note(_ side: BoundEvidence.Side, _ neuron: Int, _ multipliers: [Double]) {
        note(side, neuron, Multipliers(rounding: multipliers))
    }

    /// The same by multipliers that are exact as they are.
    func note(_ side: BoundEvidence.Side, _ neuron: Int, _ multipliers: Multipliers) {
        guard hasRoom(for: multipliers), !stages.isEmpty else { return }
        stages[stages.count - 1].programmed.append(
            BoundEvidence(neuron: neuron, side: side, multipliers: multipliers))
    }

    /// The margin to class `adversarial` by a linear program.
    func noteMargin(_ adversarial: Int, _ multipliers: [Double]) {
        let kept = Multipliers(rounding: multipliers)
        if hasRoom(for: kept) { margins[adversarial] = kept }
    }

    /// All stages are bounded; the units of the proof are where the model has multipliers.
    func finish(_ sites: [MultiplierSite]) { self.sites = sites }

    /// Who takes down the closed domains of one class, in terms of the unstable ReLUs of `model`. What was taken down of the
    /// class before is forgotten.
    func leaves(of adversarial: Int, in model: RelaxationModel) -> LeafRecord {
        for domain in domains[adversarial] ?? [] { bytes -= domain.byteCount }
        domains[adversarial] = []
        let map = UnitMap(model, sites)
        return { [self] splits, evidence in
            let domain = map.domain(splits, evidence)
            if hasRoom(for: domain) { domains[adversarial]?.append(domain) }
        }
    }

    /// Takes `domains` for what one end of a neuron rests on, instead of what it rested on before; whether they cover the
    /// set and there is room.
    func noteSearch(_ side: BoundEvidence.Side, _ neuron: Int, at stage: Int, _ domains: [ClosedDomain]) -> Bool {
        guard let place = stages.firstIndex(where: { $0.stage == stage }), domains.allSatisfy({ hasRoom(for: $0) }),
            let tree = try? ProofTree(domains)
        else { return false }
        stages[place].searched.removeAll { $0.side == side && $0.neuron == neuron }
        stages[place].searched.append(SearchedBound(neuron: neuron, side: side, tree: tree))
        return true
    }

    /// What maps the unstable ReLUs of `model` to units.
    func units(of model: RelaxationModel) -> UnitMap { UnitMap(model, sites) }

    /// Who takes down the closed boxes of one class: the halves of inputs that lead to each, and what settles it.
    func boxes(of adversarial: Int) -> BoxRecorder {
        domains[adversarial] = []
        return BoxRecorder(line: line, sites: sites) { [self] domain in
            if hasRoom(for: domain) { domains[adversarial]?.append(domain) }
        }
    }

    /// The draft for the classes other than `label`.
    ///
    /// - Throws: `UncoveredSet` where closed domains are missing.
    func proof(classes: Int, label: Int) throws(UncoveredSet) -> RobustnessProof {
        guard bytes <= Self.byteLimit else {
            throw UncoveredSet("its multipliers take more than \(Self.byteLimit >> 20) MiB")
        }
        var proofs = [ClassProof]()
        for adversarial in 0..<classes where adversarial != label {
            let tree: ProofTree
            if let domains = domains[adversarial] {
                tree = try ProofTree(domains)
            } else if let multipliers = margins[adversarial] {
                tree = ProofTree(ProofLeaf(.multipliers(multipliers)))
            } else {
                tree = ProofTree(ProofLeaf(.substitution(line)))
            }
            proofs.append(ClassProof(adversarial: adversarial, tree: tree))
        }
        let units = sites.map { ProofUnit(stage: $0.stage, value: $0.value, preActivation: $0.neuron) }
        return RobustnessProof(
            writesPoolsAsReLUs: writesPoolsAsReLUs, units: units, stages: stages, classes: proofs)
    }

    /// Answers `query` by `answer` with a recorder, and drafts the proof of what comes out robust.
    static func prove(
        _ query: Query, on network: Network, until deadline: Deadline, line: SubstitutionLine,
        _ answer: (Query, Deadline, ProofRecorder) -> Outcome
    ) -> ProvedOutcome {
        let recorder = ProofRecorder(line: line)
        let outcomes = QueryLoop.run([query], until: deadline) { answer($0, $1, recorder) }
        var result = ProvedOutcome(outcome: outcomes.first ?? Outcome(verdict: .timeout))
        guard result.outcome.verdict == .robust else { return result }
        do throws(UncoveredSet) {
            result.proof = try recorder.proof(classes: network.classCount, label: query.label)
        } catch {
            result.reason = error.description
        }
        return result
    }

    private func hasRoom(for domain: ClosedDomain) -> Bool {
        bytes += domain.byteCount
        return bytes <= Self.byteLimit
    }

    private func hasRoom(for multipliers: Multipliers) -> Bool {
        bytes += multipliers.byteCount
        return bytes <= Self.byteLimit
    }
}

extension RelaxationModel {
    /// What `multipliers` of the rows of `program` are at the sites; what is absent or not finite counts as 0.
    func atSites(_ multipliers: [Double?]) -> [Double] {
        sites.map { site in
            let sum = site.rows.reduce(0) { sum, row in
                sum + (row < multipliers.count ? multipliers[row] ?? 0 : 0)
            }
            return sum.isFinite ? sum : 0
        }
    }
}

extension ClosedDomain {
    /// Bytes that it takes in memory, about.
    fileprivate var byteCount: Int {
        let multipliers =
            switch leaf.evidence {
            case .substitution: 0
            case .multipliers(let values), .empty(let values): values.byteCount
            }
        return multipliers + path.count * MemoryLayout<ProofHalf>.stride
    }
}
