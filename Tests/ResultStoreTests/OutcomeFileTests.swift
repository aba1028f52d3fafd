import DataFormats
import Foundation
import Questions
import ResultStore
import Testing

@Suite("Files of outcomes") struct OutcomeFileTests {
    @Test func giveBackTheSnapshotAndTheSameBytes() throws {
        let snapshot = try OutcomeFixture.snapshot()
        let bytes = try OutcomeFile.bytes(of: snapshot)
        let back = try OutcomeFile.parse(bytes, path: "x")
        #expect(back.run == snapshot.run)
        #expect(back.samples == snapshot.samples)
        #expect(back.cells == snapshot.cells)
        #expect(back.cells.map(\.configuration.digest) == snapshot.cells.map(\.configuration.digest))
        #expect(back.outcomes == OutcomeFixture.withoutPixels(snapshot).outcomes)
        #expect(try OutcomeFile.bytes(of: back) == bytes)
        #expect(try OutcomeFile.bytes(of: OutcomeFixture.snapshot(witnesses: false)) == bytes)
    }

    @Test func keepPixelsOnDemand() throws {
        let snapshot = try OutcomeFixture.snapshot()
        let bytes = try OutcomeFile.bytes(of: snapshot, witnesses: true)
        #expect(try OutcomeFile.parse(bytes, path: "x").outcomes == snapshot.outcomes)
        #expect(snapshot.outcomes[0][0].outcome.witness?.pixels.count == 4)
    }

    @Test func areTheSameWhateverTheOrderOfRecording() throws {
        let reference = try OutcomeFixture.lines(OutcomeFixture.snapshot())
        let other = try OutcomeFixture.lines(OutcomeFixture.snapshot(order: [4, 1, 3, 0, 2]))
        // All but the times of recording.
        func timeless(_ lines: [String]) -> [String] { lines.map { $0.replacing(/"at":"[^"]*",/, with: "") } }
        #expect(timeless(other) == timeless(reference))
    }

    @Test func mayBeUnpacked() throws {
        let bytes = try OutcomeFile.bytes(of: OutcomeFixture.snapshot())
        let plain = try Gzip.decompress(bytes)
        #expect(try OutcomeFile.bytes(of: OutcomeFile.parse(plain, path: "x")) == bytes)
        #expect(OutcomeFile.holdSameLines(plain, bytes))
        #expect(OutcomeFile.holdSameLines(Gzip.compress(plain, level: 1), bytes))
        #expect(!OutcomeFile.holdSameLines(Gzip.compress(plain + [10]), bytes))
        #expect(!OutcomeFile.holdSameLines(Array(bytes.dropLast()), bytes))
    }

    @Test func aFlippedByteIsNeverBelieved() throws {
        let bytes = try OutcomeFile.bytes(of: OutcomeFixture.snapshot())
        for position in bytes.indices {
            for mask: UInt8 in [1, 0x80] {
                var damaged = bytes
                damaged[position] ^= mask
                // A few bits mean nothing: gzip's time and system, the padding behind the last block.
                if let read = try? OutcomeFile.parse(damaged, path: "x") {
                    #expect(try OutcomeFile.bytes(of: read) == bytes, "byte \(position)")
                }
            }
        }
    }

    @Test func aCutFileIsNeverBelieved() throws {
        let bytes = try OutcomeFile.bytes(of: OutcomeFixture.snapshot())
        for count in bytes.indices {
            #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(Array(bytes[..<count]), path: "x") }
        }
        let plain = try Gzip.decompress(bytes)
        for count in plain.indices {
            #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(Array(plain[..<count]), path: "x") }
        }
    }

    /// A change of one line, the line's number from 1, and what the fault must say.
    static let changes: [(Int, String, String, String)] = [
        (1, #""version":1"#, #""version":99"#, "newer version"),
        (1, #""format":"verigap outcomes""#, #""format":"other""#, "not a file of outcomes"),
        (1, #""version":1"#, #""version":1,"colour":"red""#, "keys or forms"),
        (1, #""samples":5"#, #""samples":500000000000"#, "ends after"),
        (1, #""samples":5"#, #""samples":-5"#, "fewer than no lines"),
        (1, #""lists":[[[0,5]]"#, #""lists":[[[0,6]]"#, "list of samples"),
        (1, #""lists":[[[0,5]]"#, #""lists":[[[0,4],[3,1]]"#, "repeats"),
        (1, #""outcomes":7"#, #""outcomes":6"#, "more lines"),
        (1, #""outcomes":7"#, #""outcomes":8"#, "ends after 13 of 14 lines"),
        (2, #""label":0"#, #""label":0,"colour":1"#, "x:2: unknown key “colour” of a sample"),
        (2, #""label":0"#, #""label":-1"#, "where a count belongs"),
        (2, #""index":0"#, #""index":1"#, "twice"),
        (2, #""digest":""#, #""digest":"z"#, "not a sample"),
        (7, #""verdict":"falsified""#, #""verdict":"maybe""#, "x:7: “maybe” is no verdict"),
        (7, #""verdict":"falsified""#, #""verdict":"falsified","colour":1"#, "unknown key “colour” of an outcome"),
        (7, #""verdict":"falsified""#, #""verdict":"falsified","verdict":"robust""#, "“verdict” twice"),
        (7, #""verdict":"falsified","#, "", "without a verdict"),
        (7, #""cell":0,"#, "", "names no cell"),
        (7, #""cell":0,"#, #""cell":2,"#, "cell 2 is out of order"),
        (7, #""class":3,"#, "", "witness without a class"),
        (7, #""lower":-1.5"#, #""lower":1e999"#, "where a number belongs"),
        (7, #""lower":-1.5"#, #""lower":"many""#, "where a number belongs"),
        (7, #""lower":-1.5"#, #""lower": -1.5"#, "where a number belongs"),
        (8, #"{"verdict""#, #"{"sample":0,"verdict""#, "sample 0 of the cell is out of order"),
        (8, #"{"verdict""#, #"{"sample":5,"verdict""#, "sample 5 of the cell is out of order"),
        (8, #"{"verdict""#, #"{}{"verdict""#, "more than one object"),
        (8, #"{"verdict""#, #"{"attempt":0,"verdict""#, "counted from 1"),
    ]

    @Test(arguments: changes.indices) func whatVerigapDoesNotWriteIsRefused(_ number: Int) throws {
        let (line, old, new, message) = Self.changes[number]
        var lines = try OutcomeFixture.lines(OutcomeFixture.snapshot())
        try #require(lines[line - 1].contains(old), "\(lines[line - 1])")
        lines[line - 1] = lines[line - 1].replacingOccurrences(of: old, with: new)
        let bytes = Gzip.compress(Array(lines.map { $0 + "\n" }.joined().utf8))
        let fault = #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(bytes, path: "x") }
        #expect(fault?.description.contains(message) == true, "\(fault?.description ?? "")")
    }

    @Test func otherFilesAreForeign() {
        for text in ["", "hello\n", "{}\n", "[1]\n", "{\"format\":1}\n"] {
            #expect(throws: OutcomeFileFault.foreign(path: "x")) {
                try OutcomeFile.parse(Array(text.utf8), path: "x")
            }
        }
        #expect(throws: OutcomeFileFault.self) { try OutcomeFile.read("/nowhere/at/all.gz") }
    }

    /// 80 MB of empty lines in 80 KB.
    @Test func aFileThatUnpacksBeyondItsLimitIsRefused() throws {
        let bomb = Gzip.compress([UInt8](repeating: UInt8(ascii: "\n"), count: 80_000_000), level: 9)
        let fault = #expect(throws: OutcomeFileFault.self) { try OutcomeFile.parse(bomb, path: "x") }
        #expect(fault?.description.contains("unpacks to more than 64 MiB") == true)
    }

    /// A header of a line that promises lists without end.
    @Test(arguments: [
        (#""lists":[[[0,4000000000000]]],"outcomes":0"#, #""samples":4000000000000"#, "ends after"),
        (#""lists":[[[0,2],[0,2],[0,2]]],"outcomes":0"#, #""samples":2"#, "a list of samples repeats one"),
        (
            #""lists":[[[0,9223372036854775807]]],"outcomes":9223372036854775807"#, #""samples":9223372036854775807"#,
            "ends after"
        ),
    ])
    func promisesOfAHeaderAreNotBelieved(_ example: (lists: String, samples: String, message: String)) throws {
        var header = try OutcomeFixture.lines(OutcomeFixture.snapshot())[0]
        for (start, end, new) in [
            ("\"lists\":", ",\"run\"", example.lists), ("\"samples\":", ",\"version\"", example.samples),
        ] {
            let first = try #require(header.range(of: start))
            let last = try #require(header.range(of: end, range: first.upperBound..<header.endIndex))
            header.replaceSubrange(first.lowerBound..<last.lowerBound, with: new)
        }
        let fault = #expect(throws: OutcomeFileFault.self) {
            try OutcomeFile.parse(Array((header + "\n\n\n").utf8), path: "x")
        }
        #expect(fault?.description.contains(example.message) == true, "\(fault?.description ?? "")")
    }

    @Test func timesHaveFourDigits() throws {
        let times = [
            (0.0, 0.0), (0.000369161728, 0.0003692), (0.0004208120000002147, 0.0004208), (59.99951, 60),
            (123456.7, 123500), (2.1562996000000002e-05, 2.156e-05), (0.5, 0.5), (9.9996, 10),
        ]
        try Fixtures.withStorePath { path in
            let samples = Fixtures.samples(times.count)
            let configuration = Fixtures.configuration()
            let store = try ResultStore(path, mode: .write)
            let cell = RunCell(
                network: "n", method: "m", configuration: configuration, samples: samples.map(\.id))
            let run = try store.beginRun(Fixtures.record(), cells: [cell], samples: samples)
            let attempts = zip(samples, times).map { sample, time in
                var outcome = Outcome(verdict: .robust)
                outcome.measurements.wallSeconds = time.0
                outcome.measurements.cpuSeconds = time.0
                outcome.measurements.phases = ["p": time.0]
                return Attempt(configuration: configuration.digest, sample: sample.digest, outcome: outcome)
            }
            try store.record(attempts, run: run)
            let snapshot = try #require(try store.snapshot(suite: "suite"))
            for (stored, time) in zip(snapshot.outcomes[0], times) {
                let cost = stored.outcome.measurements
                #expect([cost.wallSeconds, cost.cpuSeconds, cost.phases["p"]] == [time.1, time.1, time.1])
            }
        }
    }

    @Test func fingerprints() {
        let print = PixelFingerprint(of: [0, 0.5, 1])
        #expect(PixelFingerprint(hexadecimal: print.description) == print && print.description.count == 16)
        #expect(PixelFingerprint(of: [0, 0.5, 1]) == print && PixelFingerprint(of: [-0.0, 0.5, 1]) != print)
        for text in ["", "12", "+123456789abcdef", "0123456789ABCDEF", "0123456789abcdefg"] {
            #expect(PixelFingerprint(hexadecimal: text) == nil)
        }
    }
}
