import DataFormats
import Foundation
import Questions

/// The outcomes of a run as one file of JSON lines, packed with gzip: what is committed with a report.
///
/// 1. The header: format and version, the run's record (suite, digests, machine, versions), its cells with their whole
///    configurations, lists of samples as ranges `[first, count]` of the sample lines, and how many lines follow.
/// 2. One line per sample: its name, label and content hash.
/// 3. One line per outcome, cell by cell and sample by sample in the order of the run. `cell` and `at` are absent where
///    they are as in the line before, `sample` (the position in the cell's list) where it is the next one. Other keys are
///    those of `OutcomeField`, absent where there is nothing to say: counts and times of 0, a first attempt.
///
/// Where outcomes are of several runs, the header lists them as `runs`, and `run` of a line is a position in that list (-1:
/// not known), absent where it is as in the line before.
///
/// The version is the newest edition among the fields that the outcomes have, and at least `versionOfRuns` where lines name
/// runs, so that a file stays as it is when verigap learns a field, and a verigap that lacks one refuses the file.
///
/// The same snapshot gives the same bytes (with the same zlib), and what is read gives back the same snapshot. Of a
/// witness, class, margins and fingerprint are kept, its pixels only on demand: they would be nine tenths of the file.
public enum OutcomeFile {
    /// The name of the file in a report's folder.
    public static let name = "outcomes.jsonl.gz"
    /// Marks a file as one of outcomes.
    static let format = "verigap outcomes"
    /// The first version whose lines name runs.
    static let versionOfRuns = 3
    /// What a line names where its run is not known.
    static let unknownRun = -1
    /// The newest version that a program with `fields` reads.
    static func version(_ fields: OutcomeFields) -> Int { max(fields.edition, versionOfRuns) }
    /// A file that unpacks to more than so many times its size is refused (see `UnpackingLimit`); those that verigap
    /// writes unpack to about seven times.
    static let unpackingRatio = 32

    /// The file of `snapshot`. Pixels of witnesses are written if `witnesses` and the snapshot has them.
    ///
    /// Throws `unknownSample` where the snapshot does not list a sample that a cell or an outcome names.
    public static func bytes(of snapshot: RunSnapshot, witnesses: Bool = false) throws(StoreFault) -> [UInt8] {
        try bytes(of: snapshot, witnesses: witnesses, .current)
    }

    /// The file as a program that knows other fields would write it.
    package static func bytes(
        of snapshot: RunSnapshot, witnesses: Bool, _ fields: OutcomeFields
    ) throws(StoreFault) -> [UInt8] {
        var packed = [UInt8]()
        do { try write(snapshot, witnesses: witnesses, fields) { packed += $0 } } catch let fault as StoreFault {
            throw fault
        } catch {
            throw .failed("\(error)")
        }
        return packed
    }

    /// Gives `sink` the bytes of the file, piece by piece, so that millions of outcomes need not be in memory as text.
    ///
    /// Throws `StoreFault` where `bytes(of:witnesses:)` does, and what `sink` throws.
    public static func write(
        _ snapshot: RunSnapshot, witnesses: Bool = false, to sink: ([UInt8]) throws -> Void
    ) throws {
        try write(snapshot, witnesses: witnesses, .current, to: sink)
    }

    private static func write(
        _ snapshot: RunSnapshot, witnesses: Bool, _ fields: OutcomeFields, to sink: ([UInt8]) throws -> Void
    ) throws {
        let count = snapshot.outcomes.reduce(0) { $0 + $1.count }
        let packer = StreamPacker.gzip(level: count > manyOutcomes ? 1 : 6)
        try OutcomeFileWriter.write(snapshot, witnesses: witnesses, fields) { try packer.pack($0, to: sink) }
        try packer.finish(to: sink)
    }

    /// Of more outcomes than this the file is packed in a third of the time, and a fifth larger.
    private static let manyOutcomes = 1_000_000

    /// `path` itself, or the file of outcomes in it if it is a folder, such as a report's.
    public static func path(at path: String) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return path
        }
        return (path as NSString).appendingPathComponent(name)
    }

    /// Reads the file at `path`, packed or not. Nothing is believed of a damaged file.
    public static func read(_ path: String) throws(OutcomeFileFault) -> RunSnapshot {
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(path) } catch { throw .unreadable(error) }
        return try parse(bytes, path: path)
    }

    /// Reads a file from memory; `path` only enters messages.
    public static func parse(_ bytes: [UInt8], path: String) throws(OutcomeFileFault) -> RunSnapshot {
        try parse(bytes, path: path, .current)
    }

    /// Reads a file as a program that knows other fields would.
    package static func parse(
        _ bytes: [UInt8], path: String, _ fields: OutcomeFields
    ) throws(OutcomeFileFault) -> RunSnapshot {
        let lines: [UInt8]
        do { lines = try unpacked(bytes) } catch { throw .damaged(path: path, error) }
        var reader = OutcomeFileReader(lines: lines, path: path, fields)
        return try reader.snapshot()
    }

    /// Whether two files hold the same lines, whichever zlib packed them.
    public static func holdSameLines(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        if first == second { return true }
        guard let first = try? unpacked(first), let second = try? unpacked(second) else { return false }
        return first == second
    }

    private static func unpacked(_ bytes: [UInt8]) throws(FormatFault) -> [UInt8] {
        guard Gzip.isCompressed(bytes) else { return bytes }
        return try Gzip.decompress(
            bytes, limit: UnpackingLimit.bytes(packed: bytes.count, ratio: unpackingRatio))
    }
}
