import Foundation
import GRDB
import Questions

/// What the newest attempt at a run key says, as far as planning needs it.
public struct Answer: Sendable, Hashable {
    public var verdict: Verdict
    public var reason: UnknownReason?
    /// The method whose outcome implied this one; `nil` when the method ran itself.
    public var impliedBy: String?
    public var marginLower: Double?
    public var marginUpper: Double?
    /// Certified: no witness is nearer.
    public var distanceLower: Double?
    /// What ended a search over sizes before its end.
    public var endedBy: Ending?

    public init(
        verdict: Verdict, reason: UnknownReason? = nil, impliedBy: String? = nil, marginLower: Double? = nil,
        marginUpper: Double? = nil, distanceLower: Double? = nil, endedBy: Ending? = nil
    ) {
        self.verdict = verdict
        self.reason = reason
        self.impliedBy = impliedBy
        self.marginLower = marginLower
        self.marginUpper = marginUpper
        self.distanceLower = distanceLower
        self.endedBy = endedBy
    }
}

/// A configuration under which the same network, method and ε of a suite was answered before.
public struct EarlierCell: Sendable, Hashable {
    public var configuration: Questions.Configuration
    /// Samples answered under it.
    public var answered: Int

    public init(configuration: Questions.Configuration, answered: Int) {
        self.configuration = configuration
        self.answered = answered
    }
}

extension ResultStore {
    /// The newest attempt for every sample, by content hash, that was ever tried under a configuration.
    public func answered(_ configuration: Digest) throws(StoreFault) -> [Digest: Answer] {
        try read { database in
            var answers = [Digest: Answer]()
            // A store of an earlier version may lack the column.
            let ended = columns.names.contains("ended_by") ? "a.ended_by" : "NULL"
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT s.digest, a.verdict, a.reason, a.implied_by, a.margin_lower, a.margin_upper,
                        a.distance_lower, \(ended)
                    FROM attempts a JOIN configurations c ON c.id = a.configuration JOIN samples s ON s.id = a.sample
                    WHERE c.digest = ? ORDER BY a.attempt
                    """, arguments: [Data(configuration.bytes)])
            while let row = try rows.next() {
                let bytes: Data = try row.value(0)
                let verdict: String = try row.value(1)
                guard let digest = Digest(bytes: Array(bytes)), let verdict = Verdict(rawValue: verdict) else {
                    throw StoreFault.corrupt("verdict \(verdict)")
                }
                let reason: String? = try row.value(2)
                answers[digest] = try Answer(
                    verdict: verdict, reason: reason.flatMap(UnknownReason.init), impliedBy: row.value(3),
                    marginLower: row.value(4), marginUpper: row.value(5),
                    distanceLower: row.value(6), endedBy: (row.value(7) as String?).flatMap(Ending.init))
            }
            return answers
        }
    }

    /// Configurations under which earlier runs of `suite` answered the same network id, method id and ε, newest first,
    /// without `configuration` itself and without those that answered nothing.
    public func earlierCells(
        suite: String, network: String, method: String, epsilon: Double, than configuration: Digest
    ) throws(StoreFault) -> [EarlierCell] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT c.json, (SELECT COUNT(DISTINCT sample) FROM attempts WHERE configuration = c.id) AS answered
                    FROM run_cells r JOIN runs ON runs.id = r.run JOIN configurations c ON c.id = r.configuration
                    WHERE runs.suite = ? AND r.network = ? AND r.method = ? AND r.epsilon = ? AND c.digest != ?
                    GROUP BY c.id ORDER BY MAX(r.run) DESC
                    """, arguments: [suite, network, method, epsilon, Data(configuration.bytes)]
            ).compactMap { row in
                let json: String = try row.value(0)
                let answered: Int = try row.value(1)
                guard answered > 0 else { return nil }
                return EarlierCell(configuration: try Self.configuration(json), answered: answered)
            }
        }
    }

    /// Those of `samples` whose name stood for another image or label in an earlier run.
    public func changedSamples(_ samples: [StoredSample]) throws(StoreFault) -> [SampleID] {
        try read { database in
            let others = try database.makeStatement(
                sql: """
                    SELECT COUNT(*) FROM sample_names n JOIN samples s ON s.id = n.sample
                    WHERE n.dataset = ? AND n.split = ? AND n.position = ? AND s.digest != ?
                    """)
            return try samples.filter { sample in
                let name: StatementArguments = [
                    sample.id.dataset, sample.id.split, sample.id.index, Data(sample.digest.bytes),
                ]
                return try Int.fetchOne(others, arguments: name) ?? 0 > 0
            }.map(\.id)
        }
    }

    static func configuration(_ json: String) throws -> Questions.Configuration {
        do { return try ConfigurationCodec.configuration(json) } catch { throw StoreFault.corrupt("\(error)") }
    }
}
