import Foundation
import Questions

/// Writes the lines of a file of outcomes.
struct OutcomeFileWriter {
    private var line = JSONLineWriter()
    private let fields: OutcomeFields
    private let witnesses: Bool
    private var recordedAt: String?
    /// Whether lines name their runs, and what the line before named.
    private let namesRuns: Bool
    private var run: Int?

    private init(_ fields: OutcomeFields, witnesses: Bool, namesRuns: Bool) {
        self.fields = fields
        self.witnesses = witnesses
        self.namesRuns = namesRuns
    }

    /// Gives `sink` all lines of `snapshot`, not packed yet, cell by cell: together they may be gigabytes.
    static func write(
        _ snapshot: RunSnapshot, witnesses: Bool, _ fields: OutcomeFields, to sink: ([UInt8]) throws -> Void
    ) throws {
        // A file that tells nothing of later fields is of the first version, as it always was.
        let namesRuns = !snapshot.isOfOneRun
        let version = max(
            fields.editionNeeded(for: snapshot.outcomes.lazy.joined().map(\.outcome)),
            namesRuns ? OutcomeFile.versionOfRuns : 1)
        var writer = OutcomeFileWriter(fields, witnesses: witnesses, namesRuns: namesRuns)
        let header: String
        do { header = try self.header(of: snapshot, version: version).text } catch let fault as StoreFault {
            throw fault
        } catch {
            throw StoreFault.failed("the run cannot be written as JSON: \(error)")
        }
        writer.line.line(header)
        for sample in snapshot.samples { writer.write(sample) }
        for (index, (cell, outcomes)) in zip(snapshot.cells, snapshot.outcomes).enumerated() {
            try writer.write(outcomes, of: cell, index)
            try sink(writer.line.take())
        }
        try sink(writer.line.take())
    }

    private static func header(of snapshot: RunSnapshot, version: Int) throws(StoreFault) -> OutcomeFileHeader {
        let numbers = Dictionary(
            snapshot.samples.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var header = OutcomeFileHeader(
            version: version, run: snapshot.run, runs: snapshot.isOfOneRun ? nil : snapshot.runs, cells: [], lists: [],
            samples: snapshot.samples.count,
            outcomes: snapshot.outcomes.reduce(0) { $0 + $1.count })
        var known = [[SampleID]: Int]()
        for cell in snapshot.cells {
            var list = known[cell.samples]
            if list == nil {
                var own = [Int]()
                for id in cell.samples {
                    guard let number = numbers[id] else { throw .unknownSample("\(id)") }
                    own.append(number)
                }
                list = header.lists.count
                header.lists.append(OutcomeFileHeader.ranges(own))
                known[cell.samples] = list
            }
            header.cells.append(
                .init(network: cell.network, method: cell.method, configuration: cell.configuration, list: list ?? 0))
        }
        return header
    }

    private mutating func write(_ sample: StoredSample) {
        line.begin()
        line.put("dataset", sample.id.dataset)
        line.put("split", sample.id.split)
        line.put("index", sample.id.index)
        line.put("label", sample.label)
        line.put("digest", sample.digest.description)
        line.end()
    }

    private mutating func write(_ outcomes: OutcomeList, of cell: RunCell, _ index: Int) throws(StoreFault) {
        var next = 0
        for (number, stored) in outcomes.enumerated() {
            // Nearly always the next sample of the list; else a later one.
            var position = next
            while position < cell.samples.count, cell.samples[position] != stored.sample { position += 1 }
            guard position < cell.samples.count else { throw .unknownSample("\(stored.sample)") }
            line.begin()
            if number == 0 { line.put("cell", index) }
            if position != next { line.put("sample", position) }
            next = position + 1
            if stored.recordedAt != recordedAt { line.put("at", stored.recordedAt) }
            recordedAt = stored.recordedAt
            if stored.attempt != 1 { line.put("attempt", stored.attempt) }
            if namesRuns {
                let run = stored.run ?? OutcomeFile.unknownRun
                if run != self.run { line.put("run", run) }
                self.run = run
            }
            line.put(stored.outcome, stored.fingerprint, fields, witnesses: witnesses)
            line.end()
        }
    }
}
