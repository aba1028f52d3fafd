import Questions
import VNNLIB

/// The instances of a suite or a run beside the rows of a table of published answers: which belong together, and which are left.
public struct ContestMatching: Sendable {
    /// An instance as it is searched for in the table.
    public struct Instance: Sendable, Hashable {
        public var benchmark: String
        /// What the suite calls the network.
        public var network: String
        /// The property's bare name.
        public var property: String
        /// Seconds.
        public var limit: Double

        public init(benchmark: String, network: String, property: String, limit: Double) {
            self.benchmark = benchmark
            self.network = network
            self.property = property
            self.limit = limit
        }
    }

    private struct Place: Hashable {
        var benchmark: String
        var key: InstanceKey
    }

    private let contest: Contest?
    private let instances: [Instance]
    /// What the table says of each instance; `nil` where it has no row for it.
    public let found: [ContestedInstance?]
    /// Rows about benchmarks of the instances that are about none of the instances.
    public let unmatched: [ContestedInstance]

    /// - Parameter contest: without one nothing is found.
    public init(_ contest: Contest?, _ instances: [Instance]) {
        self.contest = contest
        self.instances = instances
        let rows = contest?.answers.instances ?? []
        let known = Dictionary(
            rows.map { (Place(benchmark: $0.benchmark, key: $0.key), $0) }, uniquingKeysWith: { first, _ in first })
        found = instances.map { instance in
            let stems = InstanceName.stems(
                of: instance.network, benchmark: instance.benchmark, limit: instance.limit)
            return stems.lazy.compactMap { stem in
                let key = InstanceKey(network: stem, property: instance.property)
                return known[Place(benchmark: instance.benchmark, key: key)]
            }.first
        }
        let matched = Set(found.compactMap { $0.map { Place(benchmark: $0.benchmark, key: $0.key) } })
        let benchmarks = Set(instances.map(\.benchmark))
        unmatched = rows.filter {
            benchmarks.contains($0.benchmark) && !matched.contains(Place(benchmark: $0.benchmark, key: $0.key))
        }
    }

    /// Names in a remark.
    private static let named = 3

    /// What does not go together, a sentence each; empty where all does, and without a table.
    public var remarks: [String] {
        guard let contest else { return [] }
        let benchmarks = Set(instances.map(\.benchmark))
        guard contest.answers.benchmarks.contains(where: benchmarks.contains) else {
            return [
                "The table of published answers has none of \(Self.list(benchmarks.sorted())); its benchmarks are "
                    + Self.list(contest.answers.benchmarks) + "."
            ]
        }
        return [unmatchedRemark, unansweredRemark, repetitionRemark(contest.answers), limitRemark].compactMap(\.self)
    }

    private var unmatchedRemark: String? {
        guard !unmatched.isEmpty else { return nil }
        let names = unmatched.map { "\($0.key) of \($0.benchmark)" }
        return "The table of published answers has \(Wording.counted(names.count, "row")) of these benchmarks that "
            + (names.count == 1 ? "is" : "are") + " about none of these instances: \(Self.list(names))."
    }

    private var unansweredRemark: String? {
        let names = zip(instances, found).filter { $0.1 == nil }.map {
            "\($0.0.network) \($0.0.property) of \($0.0.benchmark)"
        }
        guard !names.isEmpty else { return nil }
        return "\(Wording.counted(names.count, "instance")) of \(instances.count) "
            + (names.count == 1 ? "has" : "have")
            + " no published answer: \(Self.list(names))."
    }

    private func repetitionRemark(_ answers: PublishedAnswers) -> String? {
        let benchmarks = Set(instances.map(\.benchmark))
        let names = answers.repetitions.filter { benchmarks.contains($0.answer.benchmark) }.map { answer, line in
            "\(answer.tool) on \(answer.instance) of \(answer.benchmark), lines \(line) and \(answer.line)"
        }
        guard !names.isEmpty else { return nil }
        return "\(Wording.counted(names.count, "published answer")) " + (names.count == 1 ? "stands" : "stand")
            + " there a second time, and the first counts: \(Self.list(names, by: "; "))."
    }

    private var limitRemark: String? {
        let names = zip(instances, found).compactMap { instance, row -> String? in
            guard let limit = row?.limit, abs(limit - instance.limit) > 1e-9 * max(limit, instance.limit) else {
                return nil
            }
            return "\(instance.network) \(instance.property) \(OptionValue.number(instance.limit)) s, published "
                + "\(OptionValue.number(limit)) s"
        }
        guard !names.isEmpty else { return nil }
        return "\(Wording.counted(names.count, "instance")) " + (names.count == 1 ? "has" : "have")
            + " another limit than the published one: \(Self.list(names, by: "; "))."
    }

    /// The first few.
    private static func list(_ names: [String], by separator: String = ", ") -> String {
        names.prefix(named).joined(separator: separator)
            + (names.count > named ? "\(separator)and \(names.count - named) more" : "")
    }
}
