import Datasets
import Questions
import ResultStore
import SuiteFiles

/// A made-up run whose right answers are known: image i of a network has the worst margin
/// `base − slope · i − 40 ε` at ε, attacks miss it by a little, verifiers by more.
struct Fixture {
    var networks = [("NOR", [0.02, 0.05]), ("LPD", [0.1, 0.2])]
    var imageCount = 20
    var methods = ["clean", "pgd", "lp-greedy", "lp-last", "lp-all", "milp", "simplex"]
    var selection = SampleSelection.first(20)
    var measure = Measure.margin
    var reference = ReferenceLabel.label
    var catalog = Fixture.catalog
    var notes = [String]()
    var networkNotes = [String]()
    var writtenEpsilons = [Double: String]()
    var title = "Synthetic networks"
    /// Images in the split, as the run recorded it.
    var splitSize: Int?
    /// How many images a method is asked about, from the first on; `nil`: all.
    var askedCount: (_ method: String) -> Int? = { _ in nil }
    var published = [PublishedFigure]()
    var ablation: Ablation?
    /// Changes outcomes before they are stored.
    var tamper: (_ network: String, _ epsilon: Double, _ method: String, _ index: Int, inout Outcome) -> Void = {
        _, _, _, _, _ in
    }
    /// Leaves outcomes out.
    var isMissing: (_ method: String, _ index: Int) -> Bool = { _, _ in false }

    static let catalog = MethodCatalog([
        method("clean", .classification, 0), method("pgd", .attack, 10),
        method("lp-greedy", .lowerBound, 20), method("lp-last", .lowerBound, 40, ["lp-greedy"]),
        method("lp-all", .lowerBound, 50, ["lp-last"]), method("milp", .exact, 60, ["lp-all"]),
        method("simplex", .distance, 15),
    ])

    /// The same with a MILP that rests on tolerances and stops after 5 s.
    static let looseCatalog = MethodCatalog(
        catalog.methods.map { descriptor in
            guard descriptor.name == "milp" else { return descriptor }
            var loose = descriptor
            loose.isRigorous = false
            loose.options = [
                OptionDescriptor("time-limit", .duration(0.001...100), default: .number(5), unit: "s", help: "")
            ]
            return loose
        })

    private static func method(
        _ name: String, _ claim: Claim, _ cost: Int, _ dominates: [String] = []
    ) -> MethodDescriptor {
        MethodDescriptor(
            name: name, title: name.uppercased(), summary: name, source: "", claim: claim, norms: [.infinity],
            options: name == "pgd"
                ? [OptionDescriptor("steps", .integer(1...1000), default: .integer(40), help: "")] : [],
            costRank: cost, dominates: dominates)
    }

    /// The margin nobody is told: negative from image 10 or so on.
    static func worstMargin(_ index: Int, _ epsilon: Double) -> Double { 6 - 0.31 * Double(index) - 40 * epsilon }

    /// Image 19 is misclassified.
    func outcome(_ method: String, _ index: Int, _ epsilon: Double) -> Outcome {
        if index == imageCount - 1, method != "clean" {
            let isVerifier = ["lp-greedy", "lp-last", "lp-all", "simplex"].contains(method)
            return isVerifier
                ? Outcome(verdict: .unknown, reason: .decidedElsewhere, impliedBy: "clean")
                : Outcome(verdict: .falsified, marginUpper: -0.5, impliedBy: "clean")
        }
        let margin = Self.worstMargin(index, epsilon)
        var outcome = Outcome(verdict: .unknown)
        outcome.measurements.wallSeconds = 0.001 * Double(1 + index)
        outcome.measurements.cpuSeconds = 0.001 * Double(1 + index)
        func attacked(_ upper: Double) {
            outcome.marginUpper = upper
            guard upper <= 0 else {
                outcome.reason = .noWitnessFound
                return
            }
            outcome.verdict = .falsified
            outcome.witness = Witness(pixels: [], adversarialClass: 1, marginFloat: upper, marginDouble: upper)
        }
        func proved(_ lower: Double) {
            outcome.marginLower = lower
            outcome.verdict = lower > 0 ? .robust : .unknown
            outcome.reason = lower > 0 ? nil : .boundTooLoose
        }
        switch method {
        case "clean": attacked(index == imageCount - 1 ? -0.5 : 8)
        case "pgd": attacked(margin + 0.2)
        case "lp-greedy": proved(margin - 30 * epsilon - 0.01)
        case "lp-last": proved(margin - 22 * epsilon)
        case "lp-all":
            proved(margin - 12 * epsilon)
            outcome.measurements.lpSolves = 200
            outcome.measurements.simplexIterations = 4321
            outcome.measurements.unstableByLayer = [12, 30]
            outcome.measurements.phases = ["lp": 0.2, "bounds": 0.01]
        case "milp":
            outcome.measurements.nodes = 7 * index
            outcome.measurements.wallSeconds = 0.3 * Double(1 + index)
            if abs(margin) < 0.3 {
                outcome = Outcome(verdict: .timeout, marginLower: margin - 1, note: "time limit, 60 s")
                outcome.measurements.wallSeconds = 60
            } else if margin > 0 {
                proved(margin)
            } else {
                attacked(margin)
            }
        case "simplex":
            outcome.distanceLower = max(0, margin) / 100
            outcome.verdict = max(0, margin) / 100 > epsilon ? .robust : .unknown
            outcome.reason = outcome.verdict == .robust ? nil : .boundTooLoose
        default: break
        }
        return outcome
    }

    var suite: Suite {
        Suite(
            name: "synthetic", title: title, path: "synthetic.yaml", digest: Digest(of: "suite"),
            dataset: DatasetReference(name: "mnist"), samples: selection,
            networks: networks.map {
                SuiteNetwork(
                    id: $0.0, file: "\($0.0).pth", epsilons: $0.1, writtenEpsilons: writtenEpsilons,
                    notes: networkNotes)
            },
            methods: methods.compactMap { name in
                catalog[name].map {
                    SuiteMethod(
                        id: name, call: MethodCall($0), samples: askedCount(name).map { SampleSelection.first($0) })
                }
            }, reference: reference, measure: measure, published: published, ablation: ablation, notes: notes)
    }

    var snapshot: RunSnapshot {
        var snapshot = RunSnapshot(
            run: RunRecord(
                suite: "synthetic", suiteDigest: Digest(of: "suite"), title: title,
                startedAt: "2025-01-02T03:04:05Z", command: "verigap run synthetic", commit: "0123abcd",
                machine: "2 cores of nothing", versions: ["verigap": "1.0.0", "GLPK": "5.0"], workers: 2,
                datasetDigest: Digest(of: "data"), splitSize: splitSize), samples: [], cells: [], outcomes: [])
        let samples = (0..<imageCount).map { SampleID(dataset: "mnist", split: "test", index: $0) }
        snapshot.samples = samples.map { StoredSample(id: $0, label: $0.index % 10, digest: Digest(of: "\($0)")) }
        for (network, epsilons) in networks {
            for epsilon in epsilons {
                for name in methods {
                    guard let descriptor = catalog[name] else { continue }
                    let asked = Array(samples.prefix(askedCount(name) ?? samples.count))
                    let configuration = Configuration(
                        network: Digest(of: network), perturbation: PerturbationSet(epsilon: epsilon),
                        method: MethodCall(descriptor), revision: 1, reference: reference, measure: measure,
                        budget: Budget())
                    snapshot.cells.append(
                        RunCell(network: network, method: name, configuration: configuration, samples: asked))
                    var stored = OutcomeList()
                    for (index, sample) in asked.enumerated() where !isMissing(name, index) {
                        var outcome = outcome(name, index, epsilon)
                        tamper(network, epsilon, name, index, &outcome)
                        stored.append(
                            StoredOutcome(
                                sample: sample, label: index % 10, outcome: outcome, attempt: 1,
                                recordedAt: "2025-01-02T03:04:06Z", run: 0))
                    }
                    snapshot.outcomes.append(stored)
                }
            }
        }
        return snapshot
    }
}
