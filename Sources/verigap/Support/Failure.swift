import ArgumentParser
import Bisection
import Cluster
import DataFormats
import Datasets
import Foundation
import NetworkFiles
import Networks
import ProofCheck
import Reporter
import ResultStore
import Runner
import SuiteFiles
import VNNLIB

/// A failure of the command line itself, with the exit code it means.
package struct CommandFault: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
    package var status: ExitStatus

    package init(_ description: String, status: ExitStatus = .usage) {
        self.description = description
        self.status = status
    }

    /// All that does not go together; `nil` if everything does.
    package init?(_ misfits: [Misfit]) {
        guard !misfits.isEmpty else { return nil }
        self.init(misfits.map(\.description).joined(separator: "\n"), status: .dataFault)
    }

    /// The store at `path` has no run of the suite `name`, which the user calls `word`.
    static func noRun(of name: String, _ word: String, in path: String) -> CommandFault {
        CommandFault("\(path) has no run of \(name); verigap run \(word) makes one", status: .inputNotFound)
    }
}

/// The one mapping from errors to texts and exit codes.
package enum Failure {
    /// The exit code that `error` means; `nil` for errors of argument parsing, which know theirs.
    package static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let fault as CommandFault: fault.status
        case let status as ExitStatus: status
        case let fault as PlanFault: fault.exitStatus
        case let fault as RunFault: fault.exitStatus
        case let fault as StoreFault: fault.exitStatus
        case let fault as DatasetFault: datasetStatus(fault)
        case let fault as NetworkFileFault: networkStatus(fault)
        case let fault as FileFault: fileStatus(fault)
        case is SuiteFaults, is SuiteFault, is NetworkFault, is FormatFault: .dataFault
        case is VNNLIBFaults, is UnaskableProperty, is CompetitionFileFault: .dataFault
        case let fault as ReportFault: reportStatus(fault)
        case OutcomeFileFault.unreadable(let fault): fileStatus(fault)
        case is OutcomeFileFault: .dataFault
        case is ProofFault: .proofRefused
        case let fault as BisectionFault: bisectionStatus(fault)
        case let fault as ClusterFault: clusterStatus(fault)
        case JournalFault.file(let fault): fileStatus(fault)
        case is JournalFault: .dataFault
        case is RecordedFindings.Fault: .dataFault
        case is CancellationError: .interrupted
        case let error where Verigap.exitCode(for: error) != .failure: nil
        default: .internalError
        }
    }

    /// What is said on standard error; `nil` where the exit code says it all.
    package static func text(of error: any Error) -> String? {
        switch error {
        case is ExitStatus: nil
        case is CancellationError: "verigap: interrupted"
        case is SuiteFaults, is SuiteFault, is PlanFault: "\(error)"
        case let error where status(of: error) == .internalError:
            "verigap: internal error, please report it: \(error)"
        default: "verigap: \(error)"
        }
    }

    /// Says what happened and gives the exit code. Help, version and completion texts come this way too.
    static func say(_ error: any Error) -> Int32 {
        guard let status = status(of: error) else {
            let text = Verigap.fullMessage(for: error) + (misspelledCommand.map { "\n\($0)" } ?? "")
            let code = Verigap.exitCode(for: error)
            if !text.isEmpty { code.isSuccess ? Console.print(text) : Console.note(text) }
            return code.rawValue
        }
        if let text = text(of: error) { Console.note(text) }
        return status.rawValue
    }

    /// What to write instead of a first word that is no command, where one is close.
    private static var misspelledCommand: String? {
        let names = Verigap.configuration.subcommands.compactMap { $0._commandName }
        guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word),
            let closest = Spelling.closest(to: word, among: names)
        else { return nil }
        return "Did you mean 'verigap \(closest)'?"
    }

    private static func datasetStatus(_ fault: DatasetFault) -> ExitStatus {
        switch fault {
        case .unknownDataset, .unknownSplit: .usage
        case .notFound, .download: .inputNotFound
        case .unreadable(let fault): fileStatus(fault)
        case .malformed, .mismatch, .wrongHash: .dataFault
        }
    }

    private static func networkStatus(_ fault: NetworkFileFault) -> ExitStatus {
        if case .unreadable(let fault) = fault { return fileStatus(fault) }
        return .dataFault
    }

    private static func reportStatus(_ fault: ReportFault) -> ExitStatus {
        switch fault {
        case .unknownMethod, .pictures, .missingFont: .dataFault
        case .cannotWrite: .cannotWrite
        case .figure, .outcomes: .internalError
        }
    }

    private static func bisectionStatus(_ fault: BisectionFault) -> ExitStatus {
        switch fault {
        case .notARepository, .unknownCommit: .inputNotFound
        case .notAnAncestor, .sameCommit: .usage
        case .busy: .storeLocked
        case .git: .systemShort
        case .cannotWrite: .cannotWrite
        case .endFails: .dataFault
        }
    }

    private static func clusterStatus(_ fault: ClusterFault) -> ExitStatus {
        switch fault {
        case .file(let fault): fileStatus(fault)
        case .malformed, .tooNew: .dataFault
        case .busy: .storeLocked
        case .noSlurm, .slurm: .systemShort
        }
    }

    private static func fileStatus(_ fault: FileFault) -> ExitStatus {
        ["read", "open", "stat"].contains(fault.operation) ? .inputNotFound : .cannotWrite
    }
}
