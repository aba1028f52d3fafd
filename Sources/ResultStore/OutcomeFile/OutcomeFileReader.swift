import DataFormats
import Foundation
import Questions

/// Reads the lines of a file of outcomes.
struct OutcomeFileReader {
    private let lines: [UInt8]
    private let path: String
    private let fields: OutcomeFields
    private var position = 0
    /// Of the line read last, from 1.
    private var number = 0

    init(lines: [UInt8], path: String, _ fields: OutcomeFields) {
        self.lines = lines
        self.path = path
        self.fields = fields
    }

    /// The whole file.
    mutating func snapshot() throws(OutcomeFileFault) -> RunSnapshot {
        let header = try header()
        guard header.samples >= 0, header.outcomes >= 0 else {
            throw malformed(LineFault(message: "the header counts fewer than no lines"))
        }
        // Nothing is set aside for a count that the file cannot hold.
        guard header.samples <= lines.count, header.outcomes <= lines.count else {
            let (sum, overflow) = header.samples.addingReportingOverflow(header.outcomes)
            throw .truncated(path: path, lines: lineCount, expected: overflow || sum == .max ? .max : 1 + sum)
        }
        let expected = 1 + header.samples + header.outcomes
        let lists: [[Int]]
        do {
            try header.checkRuns()
            lists = try header.sampleNumbers()
        } catch { throw malformed(error) }
        var samples = [StoredSample]()
        for _ in 0..<header.samples { samples.append(try sample(expected)) }
        guard Set(samples.map(\.id)).count == samples.count else {
            throw malformed(LineFault(message: "a sample stands twice above this line"))
        }
        let cells = header.cells.map { cell in
            RunCell(
                network: cell.network, method: cell.method, configuration: cell.configuration,
                samples: lists[cell.list].map { samples[$0].id })
        }
        var outcomes = OutcomeLines(
            keys: LineKeys(fields.known(in: header.version)), run: header.run, runs: header.runs?.count, cells: cells,
            samples: header.cells.map { lists[$0.list].map { samples[$0] } },
            pixelAllowance: UnpackingLimit.bytes(packed: lines.count, ratio: OutcomeFile.unpackingRatio) / 4)
        for _ in 0..<header.outcomes {
            let range = try next(expected)
            do { try outcomes.read(JSONLineScanner(lines, range)) } catch { throw malformed(error) }
        }
        guard position == lines.count else {
            number += 1
            throw malformed(LineFault(message: "more lines than the header announces"))
        }
        return RunSnapshot(
            run: header.run, runs: header.runs, samples: samples, cells: cells, outcomes: outcomes.outcomes)
    }

    private mutating func header() throws(OutcomeFileFault) -> OutcomeFileHeader {
        guard let range = line() else { throw .foreign(path: path) }
        let data = Data(lines[range])
        guard let mark = try? JSONDecoder().decode(OutcomeFileHeader.Mark.self, from: data),
            mark.format == OutcomeFile.format
        else { throw .foreign(path: path) }
        guard mark.version <= OutcomeFile.version(fields) else {
            throw .tooNew(path: path, version: mark.version, supported: OutcomeFile.version(fields))
        }
        guard mark.version > 0 else { throw malformed(LineFault(message: "formats are counted from 1")) }
        guard let header = try? JSONDecoder().decode(OutcomeFileHeader.self, from: data) else {
            throw malformed(LineFault(message: "not the header of format \(mark.version)"))
        }
        // What is not written back was not understood: an unknown key, say.
        guard let text = try? header.text, Array(text.utf8) == Array(lines[range]),
            header.runs == nil || header.version >= OutcomeFile.versionOfRuns
        else {
            throw malformed(LineFault(message: "the header has keys or forms that format \(mark.version) has not"))
        }
        return header
    }

    private mutating func sample(_ expected: Int) throws(OutcomeFileFault) -> StoredSample {
        var scanner = JSONLineScanner(lines, try next(expected))
        var texts = [String: String]()
        var numbers = [String: Int]()
        do {
            try scanner.object { (scanner, name) throws(LineFault) in
                switch name {
                case "dataset", "split", "digest": texts[name] = try scanner.string()
                case "index", "label": numbers[name] = try scanner.count()
                default: throw LineFault(message: "unknown key “\(name)” of a sample")
                }
            }
        } catch { throw malformed(error) }
        guard let dataset = texts["dataset"], let split = texts["split"], let index = numbers["index"],
            let label = numbers["label"], let digest = texts["digest"].flatMap(Digest.init(hexadecimal:))
        else { throw malformed(LineFault(message: "not a sample")) }
        return StoredSample(
            id: SampleID(dataset: dataset, split: split, index: index), label: label, digest: digest)
    }

    /// The next line, which the header announces.
    private mutating func next(_ expected: Int) throws(OutcomeFileFault) -> Range<Int> {
        guard let range = line() else { throw .truncated(path: path, lines: number, expected: expected) }
        return range
    }

    /// The next line without its line feed; `nil` at the end, also of a line that was cut off.
    private mutating func line() -> Range<Int>? {
        guard let end = lines[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { position = end + 1 }
        number += 1
        return position..<end
    }

    private var lineCount: Int { lines.count { $0 == UInt8(ascii: "\n") } }

    private func malformed(_ fault: LineFault) -> OutcomeFileFault {
        .malformed(path: path, line: number, fault.message)
    }
}
