import Foundation
import Questions

/// A tool's command line with what stands in its place.
struct ToolCommandLine {
    var values: [ToolPlaceholder: String]

    init(_ tool: ExternalTool, _ values: [ToolPlaceholder: String] = [:]) {
        self.values = values
        self.values[.tool] = tool.folder
    }

    /// A text with every placeholder that is known filled in.
    func filled(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            let value = ToolPlaceholder(rawValue: name).flatMap { values[$0] }
            result += rest[..<open] + (value ?? String(rest[open...close]))
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// The words, and the file of the program that the first one means.
    ///
    /// - Throws: where there is no such program.
    func order(_ words: [String], of tool: ExternalTool, in folder: String) throws(ToolStartFault) -> ToolOrder {
        let filled = words.map(filled)
        guard let first = filled.first, let program = Self.program(first, from: tool.folder) else {
            throw ToolStartFault(description: "there is no program \(words.first ?? "") that can be run")
        }
        return ToolOrder(program: program, words: [program] + filled.dropFirst(), folder: folder)
    }

    private static func program(_ word: String, from folder: String) -> String? {
        if word.contains("/") { return word.hasPrefix("/") ? word : folder + "/" + word }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { $0 + "/" + word }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Seconds as tools read them: whole ones, rounded down, where there are many.
    static func seconds(_ seconds: Double) -> String {
        guard seconds < 1e9 else { return "1000000000" }
        return seconds >= 10 ? "\(Int(seconds))" : "\((seconds * 1000).rounded(.down) / 1000)"
    }
}
