import DataFormats
import Foundation
import Robustness

/// Writes the lines of a file of outcomes.
struct OutcomeFileWriter {
    private var line = JSONLineWriter()
    private let witnesses: Bool
    private var recordedAt: String?

    private init(witnesses: Bool) { self.witnesses = witnesses }

    /// All lines of `snapshot`, not packed yet.
    static func lines(of snapshot: RunSnapshot, witnesses: Bool) throws(StoreFault) -> [UInt8] {
        var writer = OutcomeFileWriter(witnesses: witnesses)
        let header: String
        do { header = try self.header(of: snapshot).text } catch let fault as StoreFault { throw fault } catch {
            throw .failed("the run cannot be written as JSON: \(error)")
        }
        writer.line.line(header)
        for sample in snapshot.samples { writer.write(sample) }
        for (index, (cell, outcomes)) in zip(snapshot.cells, snapshot.outcomes).enumerated() {
            try writer.write(outcomes, of: cell, index)
        }
        return writer.line.bytes
    }

    private static func header(of snapshot: RunSnapshot) throws(StoreFault) -> OutcomeFileHeader {
        let numbers = Dictionary(
            snapshot.samples.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var header = OutcomeFileHeader(
            run: snapshot.run, cells: [], lists: [], samples: snapshot.samples.count,
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

    private mutating func write(_ outcomes: [StoredOutcome], of cell: RunCell, _ index: Int) throws(StoreFault) {
        var next = 0
        for (number, stored) in outcomes.enumerated() {
            // Nearly always the next sample of the list; else a later one.
            var position = next
            while position < cell.samples.count, cell.samples[position] != stored.sample { position += 1 }
            guard position < cell.samples.count else { throw .unknownSample("\(stored.sample)") }
            line.begin()
            if number == 0 { put(.cell, index) }
            if position != next { put(.sample, position) }
            next = position + 1
            if stored.recordedAt != recordedAt { line.put(OutcomeKey.at.name, stored.recordedAt) }
            recordedAt = stored.recordedAt
            if stored.attempt != 1 { put(.attempt, stored.attempt) }
            write(stored)
            line.end()
        }
    }

    private mutating func write(_ stored: StoredOutcome) {
        let outcome = stored.outcome
        line.put(OutcomeKey.verdict.name, outcome.verdict.rawValue)
        put(.reason, outcome.reason?.rawValue)
        put(.implied, outcome.impliedBy)
        put(.lower, outcome.marginLower)
        put(.upper, outcome.marginUpper)
        put(.distance, outcome.distanceLower)
        if let witness = outcome.witness {
            put(.adversarial, witness.adversarialClass)
            put(.single, witness.marginFloat)
            put(.double, witness.marginDouble)
            let print = witness.pixels.isEmpty ? stored.fingerprint : PixelFingerprint(of: witness.pixels)
            put(.witness, print?.description)
            if witnesses, !witness.pixels.isEmpty {
                put(.pixels, Data(PackedFloats.pack(witness.pixels)).base64EncodedString())
                put(.count, witness.pixels.count)
            }
        }
        let cost = outcome.measurements.withKeptDigits
        if cost.wallSeconds != 0 { put(.wall, cost.wallSeconds) }
        if cost.cpuSeconds != 0 { put(.cpu, cost.cpuSeconds) }
        if let bytes = cost.peakMemoryBytes { put(.peak, bytes) }
        for (count, key) in [
            (cost.lpSolves, OutcomeKey.lps), (cost.lpFallbacks, .fallbacks), (cost.simplexIterations, .iterations),
            (cost.nodes, .nodes),
        ] where count != 0 {
            put(key, count)
        }
        if !cost.unstableByLayer.isEmpty { line.put(OutcomeKey.unstable.name, cost.unstableByLayer) }
        if !cost.phases.isEmpty { line.put(OutcomeKey.phases.name, cost.phases) }
        put(.note, outcome.note)
    }

    private mutating func put(_ key: OutcomeKey, _ value: Int) { line.put(key.name, value) }

    private mutating func put(_ key: OutcomeKey, _ value: Double?) {
        if let value { line.put(key.name, value) }
    }

    private mutating func put(_ key: OutcomeKey, _ text: String?) {
        if let text { line.put(key.name, text) }
    }
}
