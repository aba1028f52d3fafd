import CShims
import DataFormats
import Foundation
import NetworkFiles
import Networks
import Questions
import VNNLIB

/// Asks external tools: writes the question, runs the tool under its limits, reads and judges its answer. One question at a time.
public final class ToolRunner {
    private let temporary: String
    private var folder: ToolFolder?
    /// Models written for networks that are no ONNX files, by the network's content.
    private var models: [Digest: (path: String, notes: [String])] = [:]

    /// - Parameters:
    ///   - temporary: where questions are written.
    ///   - adoptsOrphans: whether this process becomes the parent of what tools leave behind, so that it is found and ended;
    ///     for a process that starts nothing else.
    public init(temporary: String = NSTemporaryDirectory(), adoptsOrphans: Bool = false) {
        self.temporary = temporary
        if adoptsOrphans { shims_adopt_orphans() }
    }

    /// Removes everything that was written.
    public func close() {
        models = [:]
        folder = nil
    }

    /// A tool's answer to a question. Never `falsified` without a witness that the independent check accepts; what it says holds is
    /// `robust` without a bound, and said to be its claim.
    ///
    /// - Parameters:
    ///   - file: of the network: handed to the tool where the question came in files and it is an ONNX model.
    ///   - category: the name of the benchmark or of the images.
    public func answer(
        _ question: AskedQuestion, with tool: ExternalTool, on network: Network, file: String, category: String,
        until deadline: Deadline, limits: ToolLimits = ToolLimits()
    ) -> Outcome {
        do throws(ToolFault) {
            guard let property = try Self.property(of: question, network) else {
                return Outcome(verdict: .robust, note: "the property asks for nothing of this sample")
            }
            let folder = try workFolder()
            defer { self.folder?.remove(folder) }
            let model = try model(of: network, file, isGiven: question.query.sample.given != nil, folder)
            let run = ToolRun(tool: tool, model: model.path, folder: folder, category: category, limits: limits)
            try run.write(property, question.query.sample.id)
            var outcome = try run.outcome(
                ToolWitness(question: question, property: property, network: network), deadline)
            let notes = [outcome.note].compactMap(\.self) + model.notes.map { "its model: \($0)" }
            outcome.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
            return outcome
        } catch { return error.outcome }
    }

    private static func property(
        of question: AskedQuestion, _ network: Network
    ) throws(ToolFault) -> VNNLIBProperty? {
        do { return try VNNLIBProperty(stating: question, outputCount: network.classCount) } catch {
            throw .unstatable("\(error)")
        }
    }

    private func workFolder() throws(ToolFault) -> String {
        do throws(FileFault) {
            if let folder { return try folder.makeFolder() }
            let made = try ToolFolder(below: temporary)
            folder = made
            return try made.makeFolder()
        } catch { throw .file("\(error)") }
    }

    /// The ONNX file for the tool: the one that the question came with, unpacked, or one that is written here.
    private func model(
        of network: Network, _ file: String, isGiven: Bool, _ work: String
    ) throws(ToolFault) -> (path: String, notes: [String]) {
        let name = file.lowercased()
        if isGiven, name.hasSuffix(".onnx") { return (file, []) }
        if let known = models[network.digest], FileManager.default.fileExists(atPath: known.path) { return known }
        guard let folder else { throw .file("no folder") }
        let path = "\(folder.path)/\(network.digest.short).onnx"
        do {
            var notes = [String]()
            if isGiven, name.hasSuffix(".onnx.gz") {
                try AtomicFile.write(try FileBytes.readUnpacked(file).get(), to: path)
            } else {
                notes = try NetworkFile.write(network, to: path)
            }
            models[network.digest] = (path, notes)
            return (path, notes)
        } catch { throw .file("\(error)") }
    }
}

/// Why there is no answer of a tool.
enum ToolFault: Error {
    /// The question cannot be written as it wants it.
    case unstatable(String)
    /// A file for it cannot be written.
    case file(String)
    case start(ToolStartFault)

    var outcome: Outcome {
        switch self {
        case .unstatable(let text): Outcome(verdict: .unsupported, note: "VNN-LIB cannot state: \(text)")
        case .file(let text): Outcome(verdict: .crashed, note: text)
        case .start(let fault): Outcome(verdict: .crashed, note: "\(fault)")
        }
    }
}
