import Networks
import Proofs
import Questions

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
    /// Per class: planes that its domains may use.
    private var planes: [Int: [ProofPlane]] = [:]
    /// Trees of classes that are searched by halving boxes.
    private var trees: [Int: ClauseTree] = [:]
    /// Classes whose margins intervals through the whole network bound better than substitution does.
    private var intervalMargins = Set<Int>()
    private var budget: RecordingBudget

    /// Bytes that are kept unless stated.
    static let byteLimit = 1 << 30

    /// - Parameter byteLimit: what is kept before recording is given up; the answer goes on without it.
    init(line: SubstitutionLine, byteLimit: Int = ProofRecorder.byteLimit) {
        self.line = line
        budget = RecordingBudget(limit: byteLimit)
    }

    /// Bounds of `stage` come next: by intervals, and for some neurons by backward substitution, alone or as well.
    func begin(_ stage: Int, substituted: [Int], keepsIntervals: Bool = true) {
        stages.append(
            StageEvidence(stage: stage, line: line, substituted: substituted, keepsIntervals: keepsIntervals))
    }

    /// One end of a neuron of the present stage by a linear program.
    func note(_ side: BoundEvidence.Side, _ neuron: Int, _ multipliers: [Double]) {
        note(side, neuron, Multipliers(finite: multipliers))
    }

    /// The same by multipliers that are exact as they are.
    func note(_ side: BoundEvidence.Side, _ neuron: Int, _ multipliers: Multipliers) {
        guard takes(multipliers.byteCount), !stages.isEmpty else { return }
        stages[stages.count - 1].programmed.append(
            BoundEvidence(neuron: neuron, side: side, multipliers: multipliers))
    }

    /// The margin to class `adversarial` by a linear program.
    func noteMargin(_ adversarial: Int, _ multipliers: [Double]) {
        let kept = Multipliers(finite: multipliers)
        if takes(kept.byteCount) { margins[adversarial] = kept }
    }

    /// The margins to these classes are bounded by intervals through the whole network, unless better comes.
    func noteIntervalMargins(_ adversarial: [Int]) { intervalMargins.formUnion(adversarial) }

    /// All stages are bounded; the units of the proof are where the model has multipliers.
    func finish(_ sites: [MultiplierSite]) { self.sites = sites }

    /// Who takes down the search of one class, in terms of the unstable ReLUs of `network`. What was taken down of the class before is
    /// forgotten.
    func search(of adversarial: Int, in network: ReducedNetwork) -> SearchRecord {
        forget(adversarial)
        let map = UnitMap(network, sites)
        return SearchRecord(
            close: { [self] splits, leaf in
                guard !budget.isSpent else { return }
                keep(map.domain(splits, leaf), of: adversarial)
            },
            addPlanes: { [self] found in
                let added = found.map { ProofPlane($0, in: network) }
                if takes(added.byteCount) { planes[adversarial]?.append(contentsOf: added) }
            })
    }

    private func forget(_ adversarial: Int) {
        for domain in domains[adversarial] ?? [] { budget.giveBack(domain.byteCount) }
        budget.giveBack((planes[adversarial] ?? []).byteCount)
        domains[adversarial] = []
        planes[adversarial] = []
    }

    private func keep(_ domain: ClosedDomain, of adversarial: Int) {
        if takes(domain.byteCount) { domains[adversarial]?.append(domain) }
    }

    /// Takes `domains` for what one end of a neuron rests on, instead of what it rested on before. Whether the bound may be used:
    /// it may not where they do not cover the set. Once recording is given up, every bound may.
    func noteSearch(_ side: BoundEvidence.Side, _ neuron: Int, at stage: Int, _ domains: [ClosedDomain]) -> Bool {
        guard !budget.isSpent else { return true }
        guard let place = stages.firstIndex(where: { $0.stage == stage }), let tree = try? ProofTree(domains)
        else { return false }
        if let old = stages[place].searched.firstIndex(where: { $0.side == side && $0.neuron == neuron }) {
            budget.giveBack(stages[place].searched.remove(at: old).tree.byteCount)
        }
        guard takes(tree.byteCount) else { return true }
        stages[place].searched.append(SearchedBound(neuron: neuron, side: side, tree: tree))
        return true
    }

    /// What maps the unstable ReLUs of `network` to units.
    func units(of network: ReducedNetwork) -> UnitMap { UnitMap(network, sites) }

    /// Who takes down the closed boxes of one class: the halves of inputs that lead to each, and what settles it.
    func boxes(of adversarial: Int) -> BoxRecorder {
        forget(adversarial)
        return BoxRecorder(line: line, sites: sites) { [self] domain in keep(domain, of: adversarial) }
    }

    /// Who takes down the search of one class by halving boxes, with units as `finish` is told.
    func tree(of adversarial: Int) -> ClauseTree {
        let tree = ClauseTree { [unowned self] in takes($0) }
        trees[adversarial] = tree
        return tree
    }

    /// The draft for the classes other than `label`.
    ///
    /// - Throws: `UncoveredSet` where closed domains are missing.
    func proof(classes: Int, label: Int) throws(UncoveredSet) -> RobustnessProof {
        guard !budget.isSpent else {
            throw UncoveredSet("its multipliers take more than \(budget.limit >> 20) MiB")
        }
        var proofs = [ClassProof]()
        for adversarial in 0..<classes where adversarial != label {
            let tree: ProofTree
            if let searched = trees[adversarial] {
                tree = try searched.tree()
            } else if let domains = domains[adversarial] {
                tree = try ProofTree(domains, planes: planes[adversarial] ?? [])
            } else if let multipliers = margins[adversarial] {
                tree = ProofTree(ProofLeaf(.multipliers(multipliers)))
            } else {
                tree = ProofTree(ProofLeaf(.substitution(line), derivations: intervalDerivations(of: adversarial)))
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
        byteLimit: Int = byteLimit, _ answer: (Query, Deadline, ProofRecorder) -> Outcome
    ) -> ProvedOutcome {
        let recorder = ProofRecorder(line: line, byteLimit: byteLimit)
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

    /// Intervals for every stage that has none, where the margin rests on them.
    private func intervalDerivations(of adversarial: Int) -> [StageEvidence] {
        guard intervalMargins.contains(adversarial), stages.contains(where: { !$0.keepsIntervals }) else { return [] }
        return stages.map { StageEvidence(stage: $0.stage, line: line) }
    }

    /// Whether there is room for so many bytes more; if not, all is given up, and its memory with it.
    private func takes(_ bytes: Int) -> Bool {
        guard !budget.isSpent else { return false }
        budget.take(bytes)
        guard budget.isSpent else { return true }
        stages = []
        margins = [:]
        domains = [:]
        planes = [:]
        trees = [:]
        return false
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
