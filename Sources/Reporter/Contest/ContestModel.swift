import Questions
import SuiteFiles
import VNNLIB

/// The instances of a run, each with what this program and other tools said of it.
struct ContestModel {
    /// What this program is called among the tools. All methods of the suite together are one tool.
    static let own = "verigap"

    let model: ReportModel
    /// In the order of the run.
    let instances: [ContestedInstance]
    /// Benchmarks in the order of the run.
    let benchmarks: [String]
    /// This program, then the others in the order of their table, those alone that were asked about one of the instances.
    let tools: [String]
    /// The run's instances beside the rows of the table of answers.
    let matching: ContestMatching
    /// Instances that no method of this program was asked, with the reason.
    let failures: [(instance: ContestedInstance, reason: String)]
    /// Under the rules of 2022, whose tools are compared with, and under those of 2025.
    let standings: CompetitionStandings
    let latest: CompetitionStandings

    init(_ model: ReportModel) {
        self.model = model
        let externals = model.methods.filter(\.isExternal)
        let places = model.rows.flatMap { row in row.samples.indices.map { (row: row, place: $0) } }
        matching = ContestMatching(
            model.suite.contest,
            places.map { row, place in
                .init(
                    benchmark: row.samples[place].dataset, network: row.network, property: row.samples[place].split,
                    limit: row.budget.bindingSeconds)
            })
        var instances = [ContestedInstance]()
        var failures = [(instance: ContestedInstance, reason: String)]()
        for ((row, place), found) in zip(places, matching.found) {
            let (sample, limit) = (row.samples[place], row.budget.bindingSeconds)
            let stems = InstanceName.stems(of: row.network, benchmark: sample.dataset, limit: limit)
            let instance = ContestedInstance(
                benchmark: sample.dataset,
                key: InstanceKey(network: found?.key.network ?? stems.last ?? row.network, property: sample.split),
                limit: limit,
                claims: [Self.claim(row, place)]
                    + externals.compactMap { Self.claim(of: $0, row, place) } + (found?.claims ?? []))
            instances.append(instance)
            if let reason = Self.failure(row, place) { failures.append((instance, reason)) }
        }
        self.instances = instances
        self.failures = failures
        benchmarks = Self.distinct(instances.map(\.benchmark))
        let asked = Set(instances.flatMap { $0.claims.map(\.tool) })
        let published = model.suite.contest?.answers.tools ?? []
        tools = [Self.own] + externals.map(\.title) + published.filter(asked.contains)
        standings = CompetitionStandings(instances, rules: .year2022)
        latest = CompetitionStandings(instances, rules: .year2025)
    }

    /// Why no method was asked about an instance; `nil` where one was.
    private static func failure(_ row: ReportRow, _ place: Int) -> String? {
        let outcomes = row.outcomes.values.compactMap { $0[place] }
        guard !outcomes.isEmpty, outcomes.allSatisfy({ $0.verdict == .unsupported }) else { return nil }
        return outcomes.compactMap(\.note).sorted().first ?? "no reason is recorded"
    }

    /// What the methods of this program say together: the first that decides, and the time of all.
    private static func claim(_ row: ReportRow, _ place: Int) -> ToolClaim {
        let own = row.outcomes.filter { !row.externals.contains($0.key) }.sorted { $0.key < $1.key }
        return claim(own.compactMap { $0.value[place] }, by: Self.own, under: row.budget)
    }

    /// What an external tool says; `nil` where it was not asked.
    private static func claim(of method: MethodColumn, _ row: ReportRow, _ place: Int) -> ToolClaim? {
        guard let outcomes = row.outcomes[method.id] else { return nil }
        return claim([outcomes[place]].compactMap(\.self), by: method.title, under: row.budget)
    }

    private static func claim(_ outcomes: [Outcome], by tool: String, under budget: Budget) -> ToolClaim {
        let seconds = outcomes.filter { $0.impliedBy == nil }.map { $0.measurements.seconds(under: budget) }
        let verdict: CompetitionVerdict
        if outcomes.contains(where: { $0.verdict == .falsified }) {
            verdict = .violated
        } else if outcomes.contains(where: { $0.verdict == .robust }) {
            verdict = .holds
        } else if outcomes.contains(where: { $0.verdict == .timeout }) {
            verdict = .timeout
        } else if outcomes.contains(where: { [.outOfMemory, .crashed, .unsupported].contains($0.verdict) }) {
            verdict = .error
        } else {
            verdict = .unknown
        }
        // Every witness was evaluated by the independent check, with zero tolerance.
        return ToolClaim(
            tool: tool, verdict: verdict, seconds: outcomes.isEmpty ? nil : seconds.reduce(0, +),
            witness: verdict == .violated ? .confirmed : .absent)
    }

    private static func distinct(_ names: [String]) -> [String] {
        var seen = Set<String>()
        return names.filter { seen.insert($0).inserted }
    }

    /// Instances of a benchmark; of all without one.
    func instances(of benchmark: String?) -> [ContestedInstance] {
        benchmark.map { name in instances.filter { $0.benchmark == name } } ?? instances
    }

    /// The claim of this program.
    func own(_ instance: ContestedInstance) -> ToolClaim? { instance.claims.first { $0.tool == Self.own } }

    /// Instances of which this program says the opposite of another tool.
    var contradictions: [ContestedInstance] {
        instances.filter { instance in
            guard let own = own(instance), own.verdict.isDecided else { return false }
            return instance.claims.contains { $0.verdict.isDecided && $0.verdict != own.verdict }
        }
    }

    /// Those of them that no checked counterexample of ours settles.
    var disputes: [ContestedInstance] { contradictions.filter { own($0)?.verdict == .holds } }

    /// Instances of which other tools contradict each other.
    var quarrels: [ContestedInstance] {
        standings.contradictions.filter { instance in
            let others = Set(instance.claims.lazy.filter { $0.tool != Self.own && $0.verdict.isDecided }.map(\.verdict))
            return others.count > 1
        }
    }

    /// Decided claims of other tools that a decided one of ours was held against.
    var comparisons: Int {
        instances.reduce(0) { sum, instance in
            guard let own = own(instance), own.verdict.isDecided else { return sum }
            return sum + instance.claims.count { $0.tool != Self.own && $0.verdict.isDecided }
        }
    }
}
