import DataFormats
import Foundation
import Questions
import ResultStore

/// A wave's folder on the file system that all machines share.
///
///     wave.json  suite.yaml  jobs.json  batch-1.sh  tasks/0001.json  journals/0001.1.jsonl  ends/0001  logs/1-0001.txt
///
/// `wave.json`, the suite's text, scripts and tasks are written once; a task writes its own journals, log and end, nothing else.
public struct WaveFolder: Sendable, Hashable {
    /// Absolute.
    public let path: String
    /// Of the suite's waves, from 1.
    public let number: Int

    public init(_ path: String, number: Int) {
        self.path = path
        self.number = number
    }

    /// The waves of a suite below the cluster's folder, oldest first.
    public static func all(of suite: String, in root: String) -> [WaveFolder] {
        let folder = "\(root)/\(suite)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap(Int.init).sorted().map { WaveFolder("\(folder)/\($0)", number: $0) }
            .filter { FileManager.default.fileExists(atPath: $0.waveFile) }
    }

    /// Makes the folder of the next wave of a suite. Two that ask at once get different ones.
    ///
    /// - Throws: `FileFault`.
    public static func next(of suite: String, in root: String) throws(FileFault) -> WaveFolder {
        let folder = "\(root)/\(suite)"
        try OutputFolder.make(folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var number = (names.compactMap(Int.init).max() ?? 0) + 1
        while mkdir("\(folder)/\(number)", 0o755) != 0 {
            guard errno == EEXIST else {
                throw FileFault(
                    operation: "make the folder", path: "\(folder)/\(number)", reason: String(cString: strerror(errno)))
            }
            number += 1
        }
        let wave = WaveFolder("\(folder)/\(number)", number: number)
        for part in ["tasks", "journals", "ends", "logs"] { try OutputFolder.make("\(wave.path)/\(part)") }
        return wave
    }

    public var waveFile: String { path + "/wave.json" }
    public var suiteFile: String { path + "/suite.yaml" }
    public var jobsFile: String { path + "/jobs.json" }
    /// Of the process that runs a local array.
    public var driverFile: String { path + "/driver.pid" }

    public func scriptFile(_ job: Int) -> String { path + "/batch-\(job).sh" }
    public func taskFile(_ task: Int) -> String { path + "/tasks/\(Self.name(task)).json" }
    public func endFile(_ task: Int) -> String { path + "/ends/\(Self.name(task))" }

    /// Of the script of a task, while it runs.
    public func processFile(_ task: Int) -> String { endFile(task) + ".pid" }

    /// What a task and its executor had to say. Slurm knows elements of arrays only: named after the array's first task and the element.
    public func logFile(_ task: Int, arraySize: Int) -> String {
        let first = (task - 1) / arraySize * arraySize + 1
        return path + "/logs/\(first)-\(Self.name(task - first + 1)).txt"
    }

    /// Four digits and more, so that listings are in order.
    public static func name(_ task: Int) -> String {
        let digits = "\(task)"
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    // MARK: Files

    /// - Throws: `ClusterFault`.
    public func readWave() throws(ClusterFault) -> WaveV1 {
        let wave: WaveV1 = try read(waveFile)
        guard wave.version <= WaveV1.newestVersion else { throw .tooNew(path: waveFile, version: wave.version) }
        return wave
    }

    public func readTask(_ task: Int) throws(ClusterFault) -> TaskV1 { try read(taskFile(task)) }

    /// Empty before the first job is submitted.
    public func readJobs() throws(ClusterFault) -> [SubmittedJob] {
        FileManager.default.fileExists(atPath: jobsFile) ? try read(jobsFile) : []
    }

    /// - Throws: `ClusterFault.file`.
    public func write(_ value: some Encodable, to file: String) throws(ClusterFault) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { try AtomicFile.write(Array(try encoder.encode(value)) + [10], to: file) } catch let fault as FileFault {
            throw .file(fault)
        } catch { throw .malformed(path: file, reason: "\(error)") }
    }

    private func read<Value: Decodable>(_ file: String) throws(ClusterFault) -> Value {
        let bytes: [UInt8]
        do { bytes = try FileBytes.read(file) } catch { throw .file(error) }
        do { return try JSONDecoder().decode(Value.self, from: Data(bytes)) } catch {
            throw .malformed(path: file, reason: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _)?: "there is no “\(key.stringValue)”"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
            context.codingPath.isEmpty
                ? "it is no JSON" : "“\(context.codingPath.map(\.stringValue).joined(separator: "."))” is none"
        default: "\(error)"
        }
    }

    /// The wave's identity: the content of its file.
    ///
    /// - Throws: `ClusterFault.file`.
    public func identity() throws(ClusterFault) -> Digest {
        do { return Digest(of: try FileBytes.read(waveFile)) } catch { throw .file(error) }
    }

    // MARK: Journals

    /// The journals of a task, one for each time that it began, oldest first.
    public func journalFiles(_ task: Int) -> [String] {
        var files = [String]()
        while case let file = journalFile(task, files.count + 1), FileManager.default.fileExists(atPath: file) {
            files.append(file)
        }
        return files
    }

    /// What can be read of a task's journals, oldest first, and why others cannot: what those held is asked again.
    ///
    /// - Throws: `JournalFault.tooNew`: what a newer program wrote is answered all the same.
    public func readJournals(
        _ task: Int
    ) throws(JournalFault) -> (journals: [(file: String, journal: Journal)], unreadable: [JournalFault]) {
        var journals = [(file: String, journal: Journal)]()
        var unreadable = [JournalFault]()
        for file in journalFiles(task) {
            do throws(JournalFault) {
                if let journal = try Journal.read(file) { journals.append((file, journal)) }
            } catch {
                if case .tooNew = error { throw error }
                unreadable.append(error)
            }
        }
        return (journals, unreadable)
    }

    /// A journal for a task that begins, perhaps not for the first time. Two that begin at once get different ones.
    ///
    /// - Throws: `JournalFault`.
    public func beginJournal(_ header: Journal.Header) throws(JournalFault) -> JournalWriter {
        var number = journalFiles(header.task).count + 1
        while true {
            do throws(JournalFault) {
                return try JournalWriter(journalFile(header.task, number), header: header)
            } catch {
                // Another one has begun with this number meanwhile.
                guard case .taken = error else { throw error }
                number += 1
            }
        }
    }

    private func journalFile(_ task: Int, _ number: Int) -> String {
        "\(path)/journals/\(Self.name(task)).\(number).jsonl"
    }
}
