import DataFormats
import Foundation
import Questions
import VNNLIB

/// One question to one tool, in a folder of its own.
struct ToolRun {
    let tool: ExternalTool
    /// The ONNX file.
    let model: String
    let folder: String
    let category: String
    let limits: ToolLimits

    private var propertyFile: String { folder + "/property.vnnlib" }
    private var resultFile: String { folder + "/result.txt" }

    /// Writes the question's file.
    func write(_ property: VNNLIBProperty, _ sample: SampleID) throws(ToolFault) {
        do { try property.write(to: propertyFile, comments: ["\(sample)"]) } catch { throw .file("\(error)") }
    }

    /// Runs the tool and says what became of the question.
    func outcome(_ judge: ToolWitness, _ deadline: Deadline) throws(ToolFault) -> Outcome {
        let ending: ToolEnding
        do throws(ToolStartFault) { ending = try ToolProcess.run(try order(deadline)) } catch { throw .start(error) }
        if let failure = failure(ending) { return failure }
        return answer(ending, judge)
    }

    private func commandLine(_ deadline: Deadline?) -> ToolCommandLine {
        ToolCommandLine(
            tool,
            [
                .network: model, .property: propertyFile, .result: resultFile, .folder: folder, .category: category,
                .limit: ToolCommandLine.seconds(deadline?.remaining ?? 0),
                .memory: "\((limits.memoryBytes ?? 1 << 40) >> 20)",
            ])
    }

    private func order(_ deadline: Deadline) throws(ToolStartFault) -> ToolOrder {
        let line = commandLine(deadline)
        var order = try line.order(tool.command, of: tool, in: folder)
        order.environment = tool.environment.mapValues(line.filled)
        order.deadline = deadline
        order.limits = limits
        order.outputLimit = tool.result.place == .output ? ToolProcess.fileLimit : nil
        order.watchedFiles = watchedFiles
        return order
    }

    private var watchedFiles: [String] {
        let own = tool.counterexample.map { $0.place }.flatMap {
            $0 == ToolCounterexampleForm.behindResult ? nil : commandLine(nil).filled($0)
        }
        return [resultFile] + [own].compactMap(\.self)
    }

    /// What an end that is no answer means; `nil` where there may be one.
    private func failure(_ ending: ToolEnding) -> Outcome? {
        let words = ending.lastWords.isEmpty ? "" : ": \(ending.lastWords)"
        switch ending.cause {
        case .exited(let code) where tool.exitCodes.contains(code): return nil
        case .exited(let code):
            return Outcome(verdict: .crashed, note: "\(tool.words) ended with exit code \(code)\(words)")
        case .signaled(let signal):
            return Outcome(verdict: .crashed, note: "\(tool.words) was ended by signal \(signal)\(words)")
        case .time: return Outcome(verdict: .timeout, note: "\(tool.words) was ended at its limit")
        case .cpu:
            let limit = limits.cpuSeconds ?? 0
            return Outcome(verdict: .timeout, note: "\(tool.words) was ended by its limit of \(limit) CPU s")
        case .memory(let bytes):
            let limit = (limits.memoryBytes ?? 0) >> 20
            return Outcome(
                verdict: .outOfMemory,
                note: "\(tool.words): \(bytes >> 20) MiB resident, the limit is \(limit) MiB")
        case .flood(let what):
            return Outcome(
                verdict: .crashed,
                note: "\(tool.words) was ended: it wrote more than \(ToolProcess.fileLimit >> 20) MiB to \(what)")
        }
    }

    private func answer(_ ending: ToolEnding, _ judge: ToolWitness) -> Outcome {
        let statement: ToolStatement
        do throws(ToolResultFault) {
            let text = tool.result.place == .output ? ending.output : try Self.file(resultFile)
            let reader = ToolResultReader(tool: tool) { place throws(ToolResultFault) in
                try Self.file(commandLine(nil).filled(place))
            }
            statement = try reader.statement(text)
        } catch {
            let words = ending.lastWords.isEmpty ? "" : "; its last words: \(ending.lastWords)"
            return Outcome(verdict: .crashed, note: "\(tool.words): \(error)\(words)")
        }
        switch statement.answer {
        case .holds: return Outcome(verdict: .robust, note: "\(tool.words) says so; nothing here has checked it")
        case .violated: return judge.outcome(of: statement)
        case .unknown: return Outcome(verdict: .unknown, reason: .solverStopped, note: "\(tool.words) says unknown")
        case .timeout: return Outcome(verdict: .timeout, note: "\(tool.words) says timeout")
        case .error: return Outcome(verdict: .crashed, note: "\(tool.words) says error")
        }
    }

    private static func file(_ path: String) throws(ToolResultFault) -> [UInt8] {
        do { return try FileBytes.readRegular(path, limit: ToolProcess.fileLimit) } catch {
            guard FileManager.default.fileExists(atPath: path) else {
                let name = path.pathName
                throw ToolResultFault(
                    description: name == "result.txt" ? "it wrote no result" : "it wrote no \(name)")
            }
            throw ToolResultFault(description: error.reason)
        }
    }
}
