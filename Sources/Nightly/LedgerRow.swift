import Questions
import ResultStore

/// A night of a series: what a method did on a network at one size.
public struct LedgerRow: Sendable, Hashable {
    /// What goes on from night to night.
    public struct Series: Sendable, Hashable {
        public var suite: String
        /// The suite's ids.
        public var network: String
        public var method: String
        /// `nil` where the suite asks for minimum distortions.
        public var epsilon: Double?

        public init(suite: String, network: String, method: String, epsilon: Double?) {
            self.suite = suite
            self.network = network
            self.method = method
            self.epsilon = epsilon
        }
    }

    /// When the night's run began, UTC, ISO 8601.
    public var night: String
    public var series: Series
    public var status: NightStatus
    /// Empty where it is not known.
    public var commit: String
    public var machine: String
    /// Of the method.
    public var revision: Int
    /// Questions asked, and how many were answered.
    public var queries = 0
    public var answered = 0
    /// Answered by the method itself; the rest follow from cheaper methods.
    public var own = 0
    public var robust = 0
    public var falsified = 0
    /// Means over the outcomes of its own that have the bound; `nil` where none has.
    public var meanLower: Double?
    public var meanUpper: Double?
    public var meanDistanceLower: Double?
    public var meanDistanceUpper: Double?
    /// Sums over outcomes, of work that no machine and no neighbour changes.
    public var nodes = 0
    public var lpSolves = 0
    public var simplexIterations = 0
    public var unstable = 0
    /// Sum over outcomes.
    public var cpuSeconds = 0.0
    /// Of what was asked: network bytes, options, limits, images. The method's revision is no part of it.
    public var question = ""
    /// What came of the night, in the first of its rows.
    public var why = ""

    /// Without numbers yet.
    package init(
        night: String, series: Series, status: NightStatus, commit: String, machine: String, revision: Int
    ) {
        self.night = night
        self.series = series
        self.status = status
        self.commit = commit
        self.machine = machine
        self.revision = revision
    }

    /// Answered queries without a verdict.
    public var open: Int { answered - robust - falsified }

    /// The rows of a night's run, in the order of its cells.
    ///
    /// - Parameter why: what came of it, one line.
    public static func rows(of snapshot: RunSnapshot, status: NightStatus, why: String) -> [LedgerRow] {
        let images = Dictionary(snapshot.samples.map { ($0.id, $0.digest) }) { first, _ in first }
        var rows = zip(snapshot.cells, snapshot.outcomes).map { cell, outcomes in
            row(of: cell, outcomes.map(\.outcome), snapshot.run, status, images)
        }
        if !rows.isEmpty { rows[0].why = why }
        return rows
    }

    private static func row(
        of cell: RunCell, _ outcomes: [Outcome], _ run: RunRecord, _ status: NightStatus,
        _ images: [SampleID: Digest]
    ) -> LedgerRow {
        var configuration = cell.configuration
        let own = outcomes.filter { $0.impliedBy == nil }
        let isRadius = configuration.form.goal.isRadius
        var row = LedgerRow(
            night: run.startedAt,
            series: Series(
                suite: run.suite, network: cell.network, method: cell.method,
                epsilon: isRadius ? nil : configuration.perturbation.epsilon),
            status: status, commit: run.commit ?? "", machine: run.machine, revision: configuration.revision)
        row.queries = cell.samples.count
        row.answered = outcomes.count
        row.own = own.count
        row.robust = outcomes.count { $0.verdict == .robust }
        row.falsified = outcomes.count { $0.verdict == .falsified }
        row.meanLower = mean(own.map(\.marginLower))
        row.meanUpper = mean(own.map(\.marginUpper))
        row.meanDistanceLower = mean(own.map(\.distanceLower))
        row.meanDistanceUpper = mean(own.map(\.distanceUpper))
        for measured in outcomes.map(\.measurements) {
            row.nodes = [row.nodes, measured.nodes].saturatingSum()
            row.lpSolves = [row.lpSolves, measured.lpSolves].saturatingSum()
            row.simplexIterations = [row.simplexIterations, measured.simplexIterations].saturatingSum()
            row.unstable = ([row.unstable] + measured.unstableByLayer).saturatingSum()
            row.cpuSeconds += measured.cpuSeconds
        }
        configuration.revision = 0
        row.question =
            Digest(of: configuration.digest.bytes + cell.samples.flatMap { images[$0]?.bytes ?? [] }).short
        return row
    }

    private static func mean(_ values: [Double?]) -> Double? {
        let known = values.compactMap(\.self).filter(\.isFinite)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}
