import Foundation
import GRDB
import Questions

/// What the queries of one configuration took in earlier runs.
public struct EarlierCost: Sendable, Hashable {
    public var configuration: Questions.Configuration
    /// `configuration.digest`.
    public var digest: Digest
    /// Newest queries that were asked, at most 1,000.
    public var asked: Int
    /// Wall-clock seconds of those, together.
    public var seconds: Double
    /// Seconds for which they computed; 0 where that was not measured.
    public var computing: Double
    /// Queries whose answers followed from cheaper methods, at most 1,000.
    public var derived: Int

    public init(
        configuration: Questions.Configuration, asked: Int, seconds: Double, computing: Double = 0, derived: Int = 0
    ) {
        self.configuration = configuration
        digest = configuration.digest
        self.asked = asked
        self.seconds = seconds
        self.computing = computing
        self.derived = derived
    }
}

extension ResultStore {
    /// What queries of `methods`, by name, took under every configuration under which any was asked.
    public func costs(of methods: Set<String>) throws(StoreFault) -> [EarlierCost] {
        try read { database in
            let marks = databaseQuestionMarks(count: methods.count)
            let rows = try Row.fetchAll(
                database, sql: "SELECT id, json FROM configurations WHERE method IN (\(marks)) ORDER BY id",
                arguments: StatementArguments(methods.sorted()))
            let asked = try database.makeStatement(
                sql: """
                    SELECT COUNT(*), TOTAL(wall_seconds), TOTAL(cpu_seconds) FROM (
                        SELECT wall_seconds, cpu_seconds FROM attempts
                        WHERE configuration = ? AND implied_by IS NULL ORDER BY id DESC LIMIT 1000)
                    """)
            let derived = try database.makeStatement(
                sql: """
                    SELECT COUNT(*) FROM (
                        SELECT 1 FROM attempts WHERE configuration = ? AND implied_by IS NOT NULL LIMIT 1000)
                    """)
            return try rows.compactMap { row in
                let id: Int64 = try row.value(0)
                guard let sums = try Row.fetchOne(asked, arguments: [id]), let count = try sums.value(0) as Int?,
                    count > 0
                else { return nil }
                return EarlierCost(
                    configuration: try Self.configuration(try row.value(1)), asked: count, seconds: try sums.value(1),
                    computing: try sums.value(2),
                    derived: try Int.fetchOne(derived, arguments: [id]) ?? 0)
            }
        }
    }
}
