import Foundation
import Questions

/// Why a tool's version is not known.
public struct ToolVersionFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String
}

/// Asks tools which version they are.
public enum ToolVersion {
    /// Seconds that a tool may take to say it.
    public static let patience = 60.0
    private static let lengthLimit = 200

    /// What the version command prints: its first line that is not blank, without control characters; `nil` where the description
    /// has no such command.
    ///
    /// - Throws: where the command does not run, fails, takes too long or prints nothing.
    public static func ask(_ tool: ExternalTool, patience: Double = patience) throws(ToolVersionFault) -> String? {
        guard let command = tool.versionCommand else { return nil }
        func fault(_ text: String) -> ToolVersionFault {
            ToolVersionFault(description: "\(tool.name) does not say its version: \(text)")
        }
        let ending: ToolEnding
        do throws(ToolStartFault) {
            var order = try ToolCommandLine(tool).order(command, of: tool, in: tool.folder)
            order.environment = tool.environment.mapValues { ToolCommandLine(tool).filled($0) }
            order.deadline = Deadline(after: patience)
            order.outputLimit = ToolProcess.fileLimit
            ending = try ToolProcess.run(order)
        } catch { throw fault("\(error)") }
        switch ending.cause {
        case .exited(0): break
        case .exited(let code):
            throw fault("exit code \(code)" + (ending.lastWords.isEmpty ? "" : ": \(ending.lastWords)"))
        case .time: throw fault("it takes longer than \(patience) s")
        default: throw fault("it was ended by force: \(ending.lastWords)")
        }
        guard let line = line(ending.output) else { throw fault("it prints nothing") }
        return line
    }

    private static func line(_ output: [UInt8]) -> String? {
        let lines = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline)
        for line in lines {
            let scalars = line.unicodeScalars.filter { $0.properties.generalCategory != .control }
            let text = String(String.UnicodeScalarView(scalars)).trimmingCharacters(in: .whitespaces)
            if !text.isEmpty { return String(text.prefix(lengthLimit)) }
        }
        return nil
    }
}
