import Comparison
import Foundation
import LinearAlgebra
import Questions
import ResultStore
import SuiteFiles
import Testing

/// Runs on a machine that others use as well: every query has log-normal noise of its own, every run a factor of up to 1.3.
@Suite("CPU time under load")
struct TimeNoiseTests {
    private static let methods = ["interval", "lp-greedy", "crown", "lp-last", "lp-all", "bab", "pgd", "simplex"]
    private static let catalog = MethodCatalog(
        methods.map { name in
            MethodDescriptor(
                name: name, title: name, summary: "", source: "", claim: .lowerBound, norms: [.infinity], costRank: 1)
        })

    /// One run: `images` queries per method, whose true times span a factor of 20, the same in every run.
    private func run(
        _ seed: UInt64, images: Int = 300, noise: Double = 0.1, drift: Double = 0, slower: [String: Double] = [:]
    ) -> RunSnapshot {
        var generator = SeededGenerator(seed: seed)
        let factor = exp(log(1.3) * generator.unitDouble())
        let samples = (0..<images).map {
            StoredSample(id: TestRun.sample($0), label: 0, digest: Digest(of: "\($0)"))
        }
        var run = RunSnapshot(
            run: RunRecord(
                suite: "load", suiteDigest: Digest(of: ""), title: "", startedAt: "\(seed)", command: "", commit: "c",
                machine: "m", versions: [:], workers: 2, datasetDigest: Digest(of: "")),
            samples: samples, cells: [], outcomes: [])
        for (number, method) in Self.methods.enumerated() {
            guard let descriptor = Self.catalog[method] else { continue }
            let configuration = Questions.Configuration(
                network: Digest(of: "A"), perturbation: PerturbationSet(epsilon: 0.1), method: MethodCall(descriptor),
                revision: 1,
                reference: .label, measure: .margin, budget: Budget())
            run.cells.append(
                RunCell(network: "A", method: method, configuration: configuration, samples: samples.map(\.id)))
            let own = drift == 0 ? 1 : exp(drift * generator.normal())
            run.outcomes.append(
                OutcomeList(
                    samples.map { sample in
                        var outcome = Outcome(verdict: .unknown, marginLower: -1, reason: .boundTooLoose)
                        let seconds = 1e-3 * Double(number + 1) * Double(1 + sample.id.index % 20)
                        outcome.measurements.cpuSeconds =
                            seconds * factor * own * (slower[method] ?? 1) * exp(noise * generator.normal())
                        return StoredOutcome(
                            sample: sample.id, label: 0, outcome: outcome, attempt: 1, recordedAt: "")
                    }))
        }
        return run
    }

    private func judged(_ base: RunSnapshot, _ new: RunSnapshot, _ controls: RunSnapshot...) -> Judgement {
        judge(RunComparison(base: base, new: new, controls: controls, catalog: Self.catalog))
    }

    /// Twenty comparisons of a build with itself, at two amounts of noise: none is red, none improved.
    @Test(arguments: [0.1, 0.3])
    func twinsAreTheSame(_ noise: Double) {
        for seed in UInt64(0)..<20 {
            let runs = (0..<3).map { run(3 * seed + $0 + 1, noise: noise) }
            let judgement = judged(runs[0], runs[2], runs[1])
            #expect(judgement.verdict == .same, "\(seed): \(judgement.failures)")
        }
    }

    /// Fifteen percent in one method, in each in turn, on 200 and on 300 queries: it is named, and it alone.
    @Test(arguments: [200, 300])
    func fifteenPercentInOneMethod(_ images: Int) {
        for seed in UInt64(0)..<24 {
            let method = Self.methods[Int(seed) % Self.methods.count]
            let runs = (0..<2).map { run(1000 + 3 * seed + $0, images: images) }
            let new = run(1002 + 3 * seed, images: images, slower: [method: 1.15])
            let judgement = judged(runs[0], new, runs[1])
            #expect(judgement.failures.map(\.what) == [.time], "\(seed): \(method)")
            #expect(judgement.failures.first?.text.hasPrefix("\(method): ") == true, "\(judgement.failures)")
        }
    }

    /// Methods that drift apart by 2 % from run to run, and three controls: of twenty twins none is red, and 15 % are told
    /// nearly always.
    @Test func moreControlsTellMore() {
        var caught = 0
        for seed in UInt64(0)..<20 {
            let method = Self.methods[Int(seed) % Self.methods.count]
            let runs = (0..<5).map { run(9000 + 6 * seed + $0, drift: 0.02) }
            let twins = judged(runs[0], runs[4], runs[1], runs[2], runs[3])
            #expect(twins.verdict == .same, "\(seed): \(twins.failures)")
            let new = run(9005 + 6 * seed, drift: 0.02, slower: [method: 1.15])
            let found = judged(runs[0], new, runs[1], runs[2], runs[3])
            let names = found.failures.compactMap { $0.text.split(separator: ":").first.map(String.init) }
            #expect(Set(names).isSubset(of: [method]), "\(seed): \(names)")
            caught += names.count
        }
        #expect(caught >= 16, "\(caught) of 20")
    }

    /// Load that comes and goes within one run: a third more in one or two methods, in one run of a new build that is the old
    /// one. By itself it is red; with another run of that build it is not, and what both have is.
    @Test func loadWithinARun() {
        func judged(_ runs: [RunSnapshot], _ new: RunSnapshot, _ again: RunSnapshot) -> Judgement {
            judge(RunComparison(base: runs[0], new: new, controls: [runs[1]], again: [again], catalog: Self.catalog))
        }
        for seed in UInt64(0)..<20 {
            let runs = (0..<3).map { run(20_000 + 6 * seed + $0) }
            let burst = ["lp-all": 1.2, "bab": 1.33]
            let loaded = run(20_003 + 6 * seed, slower: burst)
            #expect(self.judged(runs[0], loaded, runs[1]).verdict == .regressed, "\(seed)")
            for twins in [judged(runs, loaded, runs[2]), judged(runs, runs[2], loaded)] {
                #expect(twins.verdict == .same, "\(seed): \(twins.failures)")
            }
            let slower = run(20_004 + 6 * seed, slower: ["crown": 1.15])
            let both = run(20_005 + 6 * seed, slower: burst.merging(["crown": 1.15]) { $1 })
            let names = judged(runs, both, slower).failures.compactMap { $0.text.split(separator: ":").first }
            #expect(names == ["crown"], "\(seed)")
        }
    }

    /// Three methods that share a part: all three are named, nothing else.
    @Test func aSharedPart() {
        for seed in UInt64(0)..<10 {
            let runs = (0..<2).map { run(5000 + 3 * seed + $0) }
            let new = run(5002 + 3 * seed, slower: ["lp-last": 1.2, "lp-all": 1.2, "bab": 1.2])
            let names = judged(runs[0], new, runs[1]).failures.compactMap { $0.text.split(separator: ":").first }
            #expect(names == ["lp-last", "lp-all", "bab"], "\(seed)")
        }
    }
}
