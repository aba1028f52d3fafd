import Foundation
import Questions
import ResultStore
import Testing

/// What a killed writer leaves behind is a database file and a write-ahead log cut anywhere.
@Suite struct CrashTests {
    @Test func anyCutOfTheLogLeavesWholeBatches() throws {
        try Fixtures.withStorePath { path in
            let samples = Fixtures.samples(12)
            let configuration = Fixtures.configuration()
            let store = try ResultStore(path, mode: .write)
            let cell = RunCell(
                network: "n", method: "m", configuration: configuration, samples: samples.map(\.id))
            let run = try store.beginRun(Fixtures.record(), cells: [cell], samples: samples)
            for first in stride(from: 0, to: 12, by: 3) {
                try store.record(
                    (first..<first + 3).map {
                        Attempt(
                            configuration: configuration.digest, sample: samples[$0].digest,
                            outcome: Fixtures.rich($0))
                    }, run: run)
            }
            // The writer is alive and has not tidied up: this is what a kill would leave.
            let database = try Data(contentsOf: URL(fileURLWithPath: path))
            let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
            var seen = Set<Int>()
            for cut in stride(from: 0, through: log.count, by: 1031) + [log.count] {
                let copy = path + ".cut\(cut)"
                try database.write(to: URL(fileURLWithPath: copy))
                try log.prefix(cut).write(to: URL(fileURLWithPath: copy + "-wal"))
                // Before the tables were made there is no store to speak of; a writer makes it.
                let revived = try ResultStore(copy, mode: .write)
                let answered = try revived.answered(configuration.digest)
                #expect(answered.count % 3 == 0, "cut at \(cut)")
                #expect(Set(answered.keys) == Set(samples.prefix(answered.count).map(\.digest)), "cut at \(cut)")
                seen.insert(answered.count)
            }
            #expect(seen == [0, 3, 6, 9, 12])
        }
    }
}
