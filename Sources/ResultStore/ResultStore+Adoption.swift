import Foundation
import GRDB
import Questions

/// Newest attempts under one configuration that answer the same samples under another.
public struct Adoption: Sendable, Hashable {
    /// Digests of the configurations.
    public var from: Digest
    public var to: Digest
    public var samples: [Digest]

    public init(from: Digest, to: Digest, samples: [Digest]) {
        self.from = from
        self.to = to
        self.samples = samples
    }
}

extension ResultStore {
    /// All configurations of a method that any run ever announced.
    public func configurations(of method: String) throws(StoreFault) -> [Questions.Configuration] {
        try read { database in
            try String.fetchAll(database, sql: "SELECT json FROM configurations WHERE method = ?", arguments: [method])
                .map(Self.configuration)
        }
    }

    /// Records newest attempts once more, under other configurations that a run has announced: all of them or, if this
    /// throws, none. What they cost then is what they cost now, and they stay outcomes of the runs that asked them.
    public func adopt(_ adoptions: [Adoption]) throws(StoreFault) {
        guard !adoptions.isEmpty else { return }
        let kept = columns.names.map { "a.\($0)" }
        let places = ["a.run", "a.recorded_at"] + kept + ["c.id", "a.sample", "1"]
        try write { database in
            let statement = try database.makeStatement(
                sql: """
                    INSERT INTO attempts (\(columns.ofAttempt))
                    SELECT \(places.joined(separator: ", "))
                    FROM attempts a JOIN configurations old ON old.id = a.configuration
                    JOIN samples s ON s.id = a.sample, configurations c
                    WHERE old.digest = ? AND s.digest = ? AND c.digest = ?
                    ORDER BY a.attempt DESC LIMIT 1
                    """)
            for adoption in adoptions {
                for sample in adoption.samples {
                    try statement.execute(arguments: [
                        Data(adoption.from.bytes), Data(sample.bytes), Data(adoption.to.bytes),
                    ])
                    guard database.changesCount == 1 else {
                        throw StoreFault.unknownRunKey(configuration: adoption.to.short, sample: sample.short)
                    }
                }
            }
        }
    }
}
