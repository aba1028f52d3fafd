import Foundation
import GRDB
import Questions

/// A list of samples that cells share, as the store has it.
struct SampleList {
    /// In the order of the list.
    let samples: [StoredSample]
    /// Row ids of their contents.
    let rows: [Int64]
    /// Their names, which all cells share.
    let ids: [SampleID]
    /// An empty list of outcomes over them.
    let noOutcomes: OutcomeList

    init(_ list: Int64, in database: Database) throws {
        var samples = [StoredSample]()
        var rows = [Int64]()
        let cursor = try Row.fetchCursor(
            database,
            sql: """
                SELECT n.dataset, n.split, n.position, s.label, s.id, s.digest
                FROM sample_list_entries e JOIN sample_names n ON n.id = e.name JOIN samples s ON s.id = n.sample
                WHERE e.list = ? ORDER BY e.position
                """, arguments: [list])
        while let row = try cursor.next() {
            let bytes: Data = try row.value(5)
            guard let digest = Digest(bytes: Array(bytes)) else {
                throw StoreFault.corrupt("a sample's digest of \(bytes.count) bytes")
            }
            let id = try SampleID(dataset: row.value(0), split: row.value(1), index: row.value(2))
            samples.append(StoredSample(id: id, label: try row.value(3), digest: digest))
            rows.append(try row.value(4))
        }
        self.samples = samples
        self.rows = rows
        ids = samples.map(\.id)
        noOutcomes = OutcomeList(over: samples)
    }
}
