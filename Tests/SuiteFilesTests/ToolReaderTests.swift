import Foundation
import Questions
import SuiteFiles
import Testing

/// Descriptions of external tools, and their place in suites.
@Suite struct ToolReaderTests {
    private static let command = "[sh, \"{network}\", \"{property}\", \"{result}\", \"{limit}\"]"

    private func parse(_ text: String) throws(SuiteFaults) -> ExternalTool {
        try ToolReader.parse(text: text, path: "tool.yaml", folder: "/tools", search: ProgramSearch())
    }

    private func faults(_ text: String) -> [String] {
        do {
            _ = try parse(text)
            return []
        } catch { return error.faults.map { "\($0.place.line):\($0.place.column) \($0.message) | \($0.hint ?? "")" } }
    }

    @Test func theShortest() throws {
        let tool = try parse("tool: nnenum\ncommand: \(Self.command)\n")
        #expect(tool.name == "nnenum" && tool.command.first == "sh" && tool.folder == "/tools")
        #expect(tool.result == ToolResultForm() && tool.counterexample == ToolCounterexampleForm())
        #expect(tool.exitCodes == [0] && tool.environment.isEmpty && tool.isParallel && tool.versionCommand == nil)
    }

    @Test func everything() throws {
        let tool = try parse(
            """
            tool: mine
            command: sh {tool}/run.py --net {network} --spec {property} --seconds {limit} --memory {memory} {category}
            result: { in: output, behind: "Result:", words: { UNSAFE: violated, safe: holds } }
            counterexample: { in: "{folder}/x.txt", format: numbers }
            exit-codes: [0, 10, 20]
            environment: { OMP_NUM_THREADS: 1, CACHE: "{folder}" }
            parallel: false
            version: [sh, "{tool}/version.sh"]
            """)
        #expect(tool.command.count == 11 && tool.command[1] == "{tool}/run.py")
        #expect(
            tool.result
                == ToolResultForm(
                    place: .output, format: .words, words: ["unsafe": .violated, "safe": .holds], marker: "Result:"))
        #expect(tool.counterexample == ToolCounterexampleForm(place: "{folder}/x.txt", format: .numbers))
        #expect(tool.exitCodes == [0, 10, 20] && tool.environment == ["OMP_NUM_THREADS": "1", "CACHE": "{folder}"])
        #expect(!tool.isParallel && tool.versionCommand == ["sh", "{tool}/version.sh"])
    }

    @Test(arguments: [
        ("tool: a\ncomand: x", "2:1 unknown key \"comand\" in the tool | did you mean \"command\"?"),
        (
            "tool: a\ncommand: [sh, \"{netwrk}\", \"{property}\", \"{result}\"]",
            "2:15 there is no placeholder {netwrk} here | did you mean {network}?"
        ),
        ("tool: a\ncommand: [sh, \"{network\"]", "2:15 \"{network\" opens a brace that nothing closes"),
        ("tool: a\ncommand: sh {network} {result}", "2:10 command has no {property}"),
        ("tool: a\ncommand: sh {network} {property}", "2:10 command has no {result} | or say result: { in: output }"),
        (
            "tool: a\ncommand: [no-such-program-9, \"{network}\", \"{property}\", \"{result}\"]",
            "2:11 there is no program \"no-such-program-9\" that can be run"
        ),
        ("tool: a\ncommand: [./gone.sh, \"{network}\", \"{property}\", \"{result}\"]", "looked in /tools"),
        (
            "tool: a\ncommand: [\"{folder}/x\", \"{network}\", \"{property}\", \"{result}\"]",
            "the program of command cannot be left open"
        ),
        ("tool: a b/c\ncommand: x", "1:7 tool \"a b/c\" is no identifier"),
        ("tool: a\ncommand: \(command)\nversion: [sh, \"{network}\"]", "3:15 there is no placeholder {network} here"),
        ("tool: a\ncommand: \(command)\nresult: { in: nowhere }", "in must be one of file, output"),
        ("tool: a\ncommand: \(command)\nresult: { format: words }", "result has no \"words\""),
        ("tool: a\ncommand: \(command)\nresult: { words: { sat: wrong } }", "\"sat\" must be one of holds, violated"),
        ("tool: a\ncommand: \(command)\nresult: { words: { sat: violated, SAT: holds } }", "stands here twice"),
        ("tool: a\ncommand: \(command)\nresult: { format: vnncomp, behind: x }", "has no meaning with format vnncomp"),
        ("tool: a\ncommand: \(command)\ncounterexample: { in: x.txt }", "is no place of a counterexample"),
        ("tool: a\ncommand: \(command)\nexit-codes: [300]", "an exit code must be at most 255"),
        ("tool: a\ncommand: \(command)\nenvironment: [a]", "environment must be a mapping"),
        ("tool: a\ncommand: []", "command is an empty list"), ("", "the file is empty"),
        ("[]", "the tool must be a mapping"),
        ("tool: [a\n", "not valid YAML"),
    ])
    func faultsHavePlacesAndHints(_ text: String, _ fault: String) {
        let found = faults(text)
        #expect(found.contains { $0.contains(fault) }, "\(found)")
    }

    @Test func everyPrefixIsReadOrRefused() {
        let text =
            "tool: a\ncommand: \(Self.command)\nresult: { in: output, words: { sat: violated } }\nparallel: false\n"
        for count in 0...text.utf8.count { _ = faults(String(decoding: text.utf8.prefix(count), as: UTF8.self)) }
    }

    /// What a run key knows: the name, the description but not where it lies, and the version.
    @Test func anotherToolIsAnotherConfiguration() throws {
        var tool = try parse("tool: a\ncommand: \(Self.command)\nversion: [sh]\n")
        let open = MethodCall.external(tool)
        tool.version = "1"
        let first = MethodCall.external(tool)
        tool.folder = "/elsewhere"
        #expect(MethodCall.external(tool) == first)
        tool.version = "2"
        #expect(MethodCall.external(tool) != first)
        tool.version = "1"
        tool.exitCodes = [0, 1]
        #expect(MethodCall.external(tool) != first)
        // A report is written without asking for the version.
        let catalog = MethodCatalog([])
        let descriptor = try #require(catalog["external"])
        #expect(open != first && open.naming(librariesOf: first, descriptor, onlyOpen: true) == first)
        #expect(MethodCall.external(nil).naming(librariesOf: first, descriptor) == first)
        #expect(MethodCall.external(tool).naming(librariesOf: first, descriptor, onlyOpen: true) != first)
    }

    // MARK: In suites

    private func suiteFaults(_ entry: String, more: String = "", tool: String) throws -> (
        faults: [String], SuiteMethod?
    ) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tools-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try tool.write(toFile: folder + "/t.yaml", atomically: true, encoding: .utf8)
        let search = FileSearch { FileManager.default.fileExists(atPath: folder + "/" + $0) ? folder + "/" + $0 : nil }
        let text = """
            suite: s
            dataset: { name: mnist }
            networks: [{ id: A, file: t.yaml, epsilons: [0.1] }]
            methods: [interval, \(entry)]
            \(more)
            """
        do {
            let suite = try SuiteReader.parse(text: text, path: "s.yaml", catalog: catalog, search: search).suite
            return ([], suite.methods.last)
        } catch { return (error.faults.map { "\($0)" }, nil) }
    }

    @Test func aSuiteNamesTools() throws {
        let tool = "tool: nnenum\ncommand: \(Self.command)\n"
        let method = try #require(
            try suiteFaults("external: { tool: t.yaml, time-limit: 5 s, samples: { first: 3 } }", tool: tool).1)
        #expect(method.id == "nnenum" && method.tool?.name == "nnenum" && method.call.name == "external")
        #expect(method.budget.perQuerySeconds == 5)
        #expect(try suiteFaults("external: { tool: t.yaml, id: other }", tool: tool).1?.id == "other")
        for (entry, more, words) in [
            ("external", "", "external names no tool"), ("external: {}", "", "external has no \"tool\""),
            ("external: { tool: u.yaml }", "", "there is no file \"u.yaml\""),
            ("external: { tool: t.yaml, steps: 3 }", "", "unknown key \"steps\""),
            ("external: { tool: t.yaml }", "perturbation: { norm: 2 }", "external cannot handle norm 2"),
            ("external: { tool: t.yaml }", "question: minimum-distortion", "not for the minimum distortion"),
            (
                "external: { tool: t.yaml }", "perturbation: { family: { blur: { height: 3, width: 3 } } }",
                "cannot handle blur"
            ),
        ] {
            let found = try suiteFaults(entry, more: more, tool: tool).faults
            #expect(found.contains { $0.contains(words) }, "\(entry) \(more): \(found)")
        }
        let broken = try suiteFaults("external: { tool: t.yaml }", tool: "tool: x\ncommand: [./gone, \"{network}\"]")
            .faults
        #expect(broken.contains { $0.contains("t.yaml:2:11: there is no program \"./gone\"") }, "\(broken)")
    }
}
