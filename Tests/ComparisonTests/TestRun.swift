import Comparison
import Questions
import ResultStore
import SuiteFiles

/// A made-up run without contradictions: image i has the worst margin 3 − 0.41 i − 10 ε on every network, attacks miss it
/// by a little, verifiers by more.
struct TestRun {
    var networks = ["A": [0.05, 0.1], "B": [0.1]]
    var images = 12
    var methods = ["clean", "pgd", "lp-all", "milp", "simplex"]
    /// Changes every configuration.
    var configure: (inout Questions.Configuration) -> Void = { _ in }
    var machine = "2 cores of nothing"
    var commit: String? = "0123abcd"
    var suite = "synthetic"
    /// Hash of the image's content.
    var image: (Int) -> String = { "image \($0)" }

    static let catalog = MethodCatalog([
        method("clean", .classification),
        method("pgd", .attack, [.init("steps", .integer(1...99), default: .integer(40), help: "")]),
        method(
            "lp-all", .lowerBound,
            [
                .init(
                    "engine", .choice(["glpk", "highs"]), default: .text("glpk"), cameLater: true, libraries: ["highs"],
                    help: "")
            ]),
        method(
            "milp", .exact,
            [
                .init("time-limit", .duration(0.001...100), default: .number(5), isLimit: true, help: "")
            ]),
        method("simplex", .distance),
    ])

    private static func method(_ name: String, _ claim: Claim, _ options: [OptionDescriptor] = []) -> MethodDescriptor {
        MethodDescriptor(
            name: name, title: name, summary: "", source: "", claim: claim, norms: [.infinity], options: options,
            costRank: 1)
    }

    static func sample(_ index: Int) -> SampleID { SampleID(dataset: "mnist", split: "test", index: index) }

    func outcome(_ method: String, _ index: Int, _ epsilon: Double) -> Outcome {
        let margin = 3 - 0.41 * Double(index) - 10 * epsilon
        var outcome = Outcome(verdict: .unknown)
        outcome.measurements.cpuSeconds = 0.01 * Double(1 + index)
        func attacked(_ upper: Double) {
            outcome.marginUpper = upper
            outcome.verdict = upper <= 0 ? .falsified : .unknown
            outcome.reason = upper <= 0 ? nil : .noWitnessFound
        }
        func proved(_ lower: Double) {
            outcome.marginLower = lower
            outcome.verdict = lower > 0 ? .robust : .unknown
            outcome.reason = lower > 0 ? nil : .boundTooLoose
        }
        switch method {
        case "clean": attacked(index == images - 1 && images > 10 ? -0.5 : 8)
        case "pgd": attacked(margin + 0.2)
        case "lp-all":
            proved(margin - 3 * epsilon)
            outcome.measurements.lpSolves = 20 + index
            outcome.measurements.simplexIterations = 400 + index
            outcome.measurements.unstableByLayer = [5, 7 + index]
        case "milp":
            outcome.measurements.nodes = 7 * index
            margin > 0 ? proved(margin) : attacked(margin)
        default:
            outcome.distanceLower = max(0, margin) / 20
            outcome.verdict = max(0, margin) / 20 > epsilon ? .robust : .unknown
            outcome.reason = outcome.verdict == .robust ? nil : .boundTooLoose
        }
        return outcome
    }

    /// The run; every query has an answer.
    var snapshot: RunSnapshot {
        var run = RunSnapshot(
            run: RunRecord(
                suite: suite, suiteDigest: Digest(of: "suite"), title: "", startedAt: "2025-01-02T03:04:05Z",
                command: "", commit: commit, machine: machine, versions: ["verigap": "1"], workers: 2,
                datasetDigest: Digest(of: "data")),
            samples: (0..<images).map {
                StoredSample(id: Self.sample($0), label: 0, digest: Digest(of: image($0)))
            }, cells: [], outcomes: [])
        for (network, sizes) in networks.sorted(by: { $0.key < $1.key }) {
            for (number, size) in sizes.enumerated() {
                for method in methods {
                    guard let descriptor = Self.catalog[method] else { continue }
                    let isPoint = descriptor.claim == .classification
                    if isPoint, number > 0 { continue }
                    var configuration = Questions.Configuration(
                        network: Digest(of: network), perturbation: PerturbationSet(epsilon: isPoint ? 0 : size),
                        method: MethodCall(descriptor), revision: 1, reference: .label, measure: .margin,
                        budget: Budget())
                    configure(&configuration)
                    run.cells.append(
                        RunCell(
                            network: network, method: method, configuration: configuration,
                            samples: run.samples.map(\.id)))
                    run.outcomes.append(
                        OutcomeList(
                            (0..<images).map { index in
                                StoredOutcome(
                                    sample: Self.sample(index), label: 0, outcome: outcome(method, index, size),
                                    attempt: 1, recordedAt: "2025-01-02T03:04:06Z")
                            }))
                }
            }
        }
        return run
    }
}

extension RunSnapshot {
    /// The run with one answer changed.
    func with(
        _ network: String, _ size: Double?, _ method: String, _ index: Int, _ change: (inout Outcome) -> Void
    ) -> RunSnapshot {
        var run = self
        let key = SuiteCell(network: network, size: size, method: method)
        for (number, cell) in cells.enumerated() {
            let own = SuiteCell(
                network: cell.network, method: cell.method, cell.configuration, isPoint: cell.method == "clean")
            guard own == key else { continue }
            for place in run.outcomes[number].indices where run.outcomes[number][place].sample.index == index {
                change(&run.outcomes[number][place].outcome)
            }
        }
        return run
    }

    /// The run with every answer changed.
    func withAll(_ change: (RunCell, Int, inout Outcome) -> Void) -> RunSnapshot {
        var run = self
        for (number, cell) in cells.enumerated() {
            for place in run.outcomes[number].indices {
                let index = run.outcomes[number][place].sample.index
                change(cell, index, &run.outcomes[number][place].outcome)
            }
        }
        return run
    }
}

/// The control counts as a run of its own.
func compare(_ base: RunSnapshot, _ new: RunSnapshot, control: RunSnapshot? = nil) -> RunComparison {
    var control = control
    control?.run.startedAt = "2025-01-02T04:00:00Z"
    return RunComparison(base: base, new: new, controls: [control].compactMap(\.self), catalog: TestRun.catalog)
}

let today = Day(2026, 11, 26) ?? .last

func judge(
    _ comparison: RunComparison, _ gates: Gates = .strict, _ acknowledgements: [Acknowledgement] = []
) -> Judgement {
    Judgement(comparison, gates: gates, acknowledgements: acknowledgements, today: today)
}

/// Which kinds of findings there are.
func kinds(_ comparison: RunComparison) -> Set<String> {
    let found = [
        "contradiction": comparison.contradictions.count, "open": comparison.newlyOpen.count,
        "closed": comparison.newlyClosed.count, "looser": comparison.looser.count,
        "tighter": comparison.tighter.count, "weaker": comparison.weaker.count,
        "stronger": comparison.stronger.count, "work": comparison.work.count, "refused": comparison.refused.count,
        "alone": comparison.onlyBase.count + comparison.onlyNew.count,
    ]
    return Set(found.filter { $0.value > 0 }.keys)
}
