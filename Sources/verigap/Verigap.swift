import ArgumentParser
import CShims
import Foundation
import LinearAlgebra
import Runner

/// The command line.
@main
package struct Verigap: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "verigap",
        abstract: "Measures the gap between bounds on the robustness of ReLU networks.",
        discussion: """
            A suite file (YAML) names networks, perturbation sizes and methods. `run` asks every method in worker \
            processes and records the outcomes, `report` writes tables and figures from what is recorded.

            The field's files: `instances: { file: instances.csv }` makes a suite of a benchmark of the verification \
            competition, `verify --property` asks one VNN-LIB file, `external: { tool: tools/x.yaml }` lists another \
            program among a suite's methods, and `export --format vnnlib` hands a suite's questions out.

            Exit codes:
            \(exitCodes)

            Only results are written to standard output. What cannot be written is an exit code; a reader that has gone \
            away (| head) ends a command by SIGPIPE, without a word.

            Shell completion: verigap --generate-completion-script zsh|bash|fish
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, ReportCommand.self, ReportsCommand.self, CompareCommand.self, NightlyCommand.self,
            BisectCommand.self,
            ExportCommand.self, ImportCommand.self, PlanCommand.self, VerifyCommand.self, CheckCommand.self,
            InspectCommand.self, ConvertCommand.self, DoctorCommand.self,
            FetchCommand.self, MethodsCommand.self, TrainCommand.self, ClusterCommand.self,
        ])

    private static var exitCodes: String {
        TextFormat.columns(ExitStatus.allCases.map { ["  \($0.rawValue)", $0.meaning] }, rightAligned: [0])
    }

    package init() {}

    package static func main() async {
        Console.takeStandardOutput()
        ProductThreads.useOne(unless: ProcessInfo.processInfo.environment)
        if shims_address_space_is_limited() != 0 { ProductBuffers.reserve() }
        let status = await perform()
        Foundation.exit(Console.close(status))
    }

    /// Parses and runs a command; gives the exit code.
    private static func perform() async -> Int32 {
        do {
            var command = try await asyncParseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.success.rawValue
        } catch { return Failure.say(error) }
    }
}
