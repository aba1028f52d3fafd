import Foundation
import Questions
import ResultStore
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
            try RawDatabase.execute("CREATE TABLE notes (text TEXT)", at: path)
            for mode in [ResultStore.Mode.read, .write] {
                #expect(throws: StoreFault.foreign(path: path)) { try ResultStore(path, mode: mode) }
            }
            let noise = path + ".noise"
            try Data(repeating: 7, count: 4096).write(to: URL(fileURLWithPath: noise))
            #expect(throws: StoreFault.self) { try ResultStore(noise, mode: .read) }
            let newer = path + ".newer"
            _ = try ResultStore(newer, mode: .write)
            try RawDatabase.execute("INSERT INTO grdb_migrations (identifier) VALUES ('v99')", at: newer)
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
            for statement in ["UPDATE attempts SET verdict = 'unknown'", "DELETE FROM attempts"] {
                #expect(throws: (any Error).self) { try RawDatabase.execute(statement, at: path) }
            }
            #expect(try RawDatabase.text("SELECT verdict FROM attempts", at: path) == "robust")
            #expect(try RawDatabase.text("PRAGMA journal_mode", at: path) == "wal")
        }
    }
}
