import Foundation
import GRDB
import ResultStore
import Robustness
import Testing

@Suite struct OpeningTests {
    @Test func saysWhenThereIsNoStore() throws {
        try Fixtures.withStorePath { path in
            #expect(throws: StoreFault.absent(path: path)) { try ResultStore(path, mode: .read) }
        }
    }

    @Test func allowsOneWriterAndNamesIt() throws {
        try Fixtures.withStorePath { path in
            var writer: ResultStore? = try ResultStore(path, mode: .write)
            let own = Int(ProcessInfo.processInfo.processIdentifier)
            #expect(throws: StoreFault.locked(path: path, processIdentifier: own)) {
                try ResultStore(path, mode: .write)
            }
            #expect(StoreFault.locked(path: path, processIdentifier: own).description.contains("process \(own)"))
            _ = writer
            writer = nil
            _ = try ResultStore(path, mode: .write)
        }
    }

    @Test func readsWhileAnotherWritesAndRefusesToWriteThen() throws {
        try Fixtures.withStorePath { path in
            let writer = try ResultStore(path, mode: .write)
            let reader = try ResultStore(path, mode: .read)
            let samples = Fixtures.samples(1)
            let configuration = Fixtures.configuration()
            let cell = RunCell(
                network: "n", method: "m", configuration: configuration, samples: samples.map(\.id))
            let run = try writer.beginRun(Fixtures.record(), cells: [cell], samples: samples)
            let attempt = Attempt(
                configuration: configuration.digest, sample: samples[0].digest, outcome: Outcome(verdict: .robust))
            try writer.record([attempt], run: run)
            #expect(try reader.answered(configuration.digest).count == 1)
            #expect(throws: StoreFault.readOnly(path: path)) { try reader.record([attempt], run: run) }
        }
    }

    @Test func refusesForeignDamagedAndNewerFiles() throws {
        try Fixtures.withStorePath { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE notes (text TEXT)") }
            for mode in [ResultStore.Mode.read, .write] {
                #expect(throws: StoreFault.foreign(path: path)) { try ResultStore(path, mode: mode) }
            }
            let noise = path + ".noise"
            try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: noise))
            #expect(throws: StoreFault.self) { try ResultStore(noise, mode: .read) }
            let newer = path + ".newer"
            _ = try ResultStore(newer, mode: .write)
            try DatabaseQueue(path: newer).write {
                try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('v99')")
            }
            #expect(throws: StoreFault.tooNew(path: newer)) { try ResultStore(newer, mode: .write) }
            let blocked = path + ".noise/below/results.sqlite"
            #expect(throws: StoreFault.self) { try ResultStore(blocked, mode: .write) }
        }
    }

    @Test func attemptsCannotBeChangedOrRemoved() throws {
        try Fixtures.withStorePath { path in
            do {
                let store = try ResultStore(path, mode: .write)
                let samples = Fixtures.samples(1)
                let configuration = Fixtures.configuration()
                let cell = RunCell(
                    network: "n", method: "m", configuration: configuration, samples: samples.map(\.id))
                let run = try store.beginRun(Fixtures.record(), cells: [cell], samples: samples)
                let attempt = Attempt(
                    configuration: configuration.digest, sample: samples[0].digest,
                    outcome: Outcome(verdict: .robust))
                try store.record([attempt], run: run)
            }
            let raw = try DatabaseQueue(path: path)
            #expect(throws: DatabaseError.self) {
                try raw.write { try $0.execute(sql: "UPDATE attempts SET verdict = 'unknown'") }
            }
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: "DELETE FROM attempts") } }
            #expect(try raw.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        }
    }
}
