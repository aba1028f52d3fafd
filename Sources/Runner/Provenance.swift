import DataFormats
import Datasets
import Foundation
import ResultStore
import Subprocess

/// Where results come from: machine, commit, versions, command. Nothing here names a host, a user or a folder outside
/// the working folder.
public enum Provenance {
    /// CPU model, cores, memory, system: one line.
    public static func machine() -> String {
        let info = ProcessInfo.processInfo
        let cores = info.processorCount
        let memory = Int((Double(info.physicalMemory) / Double(1 << 30)).rounded())
        var parts = ["\(cores) core\(cores == 1 ? "" : "s")", "\(memory) GiB", system()]
        if let model = processorModel() { parts.insert(model, at: 0) }
        return parts.joined(separator: ", ")
    }

    /// The compiler that built this, as far as it can tell.
    public static var swiftVersion: String {
        #if compiler(>=6.4)
            "6.4 or newer"
        #elseif compiler(>=6.3)
            "6.3"
        #elseif compiler(>=6.2)
            "6.2"
        #else
            "6.1 or older"
        #endif
    }

    /// The commit that the running programs were built from, with `+changes` if their sources differ from it; `nil` where
    /// that cannot be told: programs outside the tree that they were built in, or older than its sources; no git.
    public static func commit() async -> String? {
        guard let checkout = Checkout(), isBuilt(from: checkout) else { return nil }
        return await commit(of: checkout.root)
    }

    /// What programs are built from.
    private static let sources = ["Sources", "Package.swift", "Package.resolved"]

    /// The newest commit of the sources in `root`, with `+changes` where what enters a build differs from it.
    package static func commit(of root: String) async -> String? {
        // The newest that touched them: a commit of suites or documents makes no other program.
        let newest = await git(["rev-list", "-1", "--abbrev-commit", "--abbrev=12", "HEAD", "--"] + sources, in: root)
        guard let newest, !newest.isEmpty else { return nil }
        let changes = await git(["status", "--porcelain", "--"] + sources, in: root)
        return changes?.isEmpty == false ? newest + "+changes" : newest
    }

    /// Whether both programs are of the sources as they are now.
    private static func isBuilt(from checkout: Checkout) -> Bool {
        let folder = ProgramPlace.folder
        return checkout.isBuiltInto(folder + "/verigap") { $0 != "verigap-worker" && $0 != "verigap-bench" }
            && checkout.isBuiltInto(folder + "/verigap-worker", from: workers.contains)
    }

    /// Modules that a worker is built from.
    private static let workers: Set<String> = [
        "verigap-worker", "CCrypto", "CGLPK", "CHiGHS", "CMatIO", "COpenBLAS", "CShims", "CZlib", "DataFormats",
        "Datasets", "ExactArithmetic", "LinearAlgebra", "NetworkFiles", "Networks", "ProofCheck", "Proofs", "Questions",
        "Verifiers", "WitnessCheck", "WorkerProtocol",
    ]

    /// The command line with every absolute path made relative to `folder`, or cut to its last part where it lies
    /// elsewhere.
    public static func command(_ arguments: [String], from folder: String) -> String {
        guard let program = arguments.first else { return "" }
        let name = program.pathName
        let rest = arguments.dropFirst().map { argument in
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard argument.hasPrefix("--"), parts.count == 2 else { return shown(argument, from: folder) }
            return "\(parts[0])=\(shown(String(parts[1]), from: folder))"
        }
        return ([name] + rest).joined(separator: " ")
    }

    private static func shown(_ argument: String, from folder: String) -> String {
        var text = argument
        if argument.hasPrefix("/") {
            let base = folder.hasSuffix("/") ? folder : folder + "/"
            text =
                argument.hasPrefix(base)
                ? String(argument.dropFirst(base.count)) : "…/" + argument.pathName
        }
        return quoted(text)
    }

    /// As one word of a shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "…_@%+=:,./-".contains($0) }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }

    private static func git(_ arguments: [String], in folder: String) async -> String? {
        let result = try? await Subprocess.run(
            .name("git"), arguments: Arguments(arguments), workingDirectory: .init(folder),
            output: .string(limit: 1 << 20), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func processorModel() -> String? {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
    }

    private static func system() -> String {
        var names = utsname()
        guard uname(&names) == 0 else { return ProcessInfo.processInfo.operatingSystemVersionString }
        func text(_ bytes: some Sequence<UInt8>) -> String {
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return withUnsafeBytes(of: names.sysname) { text($0) } + " " + withUnsafeBytes(of: names.release) { text($0) }
            + " " + withUnsafeBytes(of: names.machine) { text($0) }
    }
}

extension RunRecord {
    /// The record of a run of `plan` that starts now.
    ///
    /// - Parameters:
    ///   - command: see `Provenance.command`.
    ///   - versions: of libraries and of verigap, by name; the compiler's is added.
    public init(plan: Plan, command: String, commit: String?, versions: [String: String], workers: Int) {
        self.init(
            suite: plan.suite.name, suiteDigest: plan.suite.digest, title: plan.suite.title,
            startedAt: Date().ISO8601Format(), command: command, commit: commit, machine: Provenance.machine(),
            versions: versions.merging(["Swift": Provenance.swiftVersion]) { given, _ in given }, workers: workers,
            datasetDigest: plan.datasetDigest, splitSize: plan.dataset.count)
    }
}
