import DataFormats
import Foundation
import Questions

extension Journal {
    /// Reads the journal at `path` as far as it goes; a process may be appending to it.
    ///
    /// - Returns: `nil` for a file whose header is not written yet.
    /// - Throws: `JournalFault`.
    public static func read(_ path: String) throws(JournalFault) -> Journal? {
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(path) } catch { throw .file(error) }
        return try parse(bytes, path: path)
    }

    /// Reads a journal from memory; `path` only enters messages.
    ///
    /// - Complexity: one pass over `bytes`.
    public static func parse(_ bytes: [UInt8], path: String) throws(JournalFault) -> Journal? {
        var lines = [Range<Int>]()
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            lines.append(start..<end)
            start = end + 1
        }
        guard let first = lines.first else { return nil }
        let (header, version) = try header(JSONLineScanner(bytes, first), path: path)
        let keys = LineKeys(OutcomeFields.current.known(in: version))
        let allowance = UnpackingLimit.bytes(packed: bytes.count, ratio: OutcomeFile.unpackingRatio) / 4
        var journal = Journal(header: header, entries: [], damagedLines: [])
        journal.entries.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated().dropFirst() {
            do throws(LineFault) {
                journal.entries.append(try entry(JSONLineScanner(bytes, line), keys, pixelAllowance: allowance))
            } catch { journal.damagedLines.append(index + 1) }
        }
        return journal
    }

    private static func header(
        _ scanner: JSONLineScanner, path: String
    ) throws(JournalFault) -> (Header, version: Int) {
        var scanner = scanner
        var texts = [String: String]()
        var numbers = [String: Int]()
        do throws(LineFault) {
            try scanner.object { (scanner, name) throws(LineFault) in
                switch name {
                case "version", "task": numbers[name] = try scanner.count()
                default: texts[name] = try scanner.string()
                }
            }
        } catch { throw .foreign(path: path) }
        guard texts["format"] == format, let version = numbers["version"] else { throw .foreign(path: path) }
        guard version <= OutcomeFields.current.edition else {
            throw .tooNew(path: path, version: version, supported: OutcomeFields.current.edition)
        }
        guard let wave = texts["wave"].flatMap(Digest.init(hexadecimal:)), let task = numbers["task"],
            let machine = texts["machine"], let startedAt = texts["startedAt"]
        else { throw .foreign(path: path) }
        return (Header(wave: wave, task: task, machine: machine, startedAt: startedAt), version)
    }

    private static func entry(
        _ scanner: JSONLineScanner, _ keys: LineKeys, pixelAllowance: Int
    ) throws(LineFault) -> Entry {
        var scanner = scanner
        var line = OutcomeLine()
        var halves = [String: Digest]()
        try scanner.object { (scanner, name) throws(LineFault) in
            switch name {
            case LineName.configuration, LineName.sample:
                guard let digest = Digest(hexadecimal: try scanner.string()), halves[name] == nil else {
                    throw LineFault(message: "“\(name)” is no content hash, or stands twice")
                }
                halves[name] = digest
            default: try line.read(name, &scanner, keys)
            }
        }
        guard let configuration = halves[LineName.configuration], let sample = halves[LineName.sample],
            let recordedAt = line.recordedAt
        else { throw LineFault(message: "an outcome without its run key or its time") }
        guard line.pixelCount ?? 0 <= pixelAllowance else {
            throw LineFault(message: "a witness has more pixels than a file of this size may hold")
        }
        return Entry(
            configuration: configuration, sample: sample, outcome: try line.complete(keys), recordedAt: recordedAt)
    }
}
