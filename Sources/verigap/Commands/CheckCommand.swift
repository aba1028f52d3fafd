import ArgumentParser
import Datasets
import Foundation
import Networks
import ProofCheck
import Proofs
import Robustness
import Runner

/// `verigap check`: re-verifies proofs.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Re-verifies proofs with none of the code that found them.",
        discussion: """
            For example: verigap check proofs/*.\(ProofFile.fileExtension)
            Checks that the splits cover the whole perturbation set, and that every bound that they rest on follows from the \
            proof's multipliers in rigorous arithmetic. The network is looked for where the proof says that it was; its \
            content must be the one that the proof is about. Where the image's dataset is at hand, the image is compared.
            """)

    @Argument(help: "Files written by --proof.", completion: .file(extensions: [ProofFile.fileExtension]))
    var proofs: [String]

    @Option(
        help: ArgumentHelp("Network file, instead of the one that the proofs name.", valueName: "file"),
        completion: .file())
    var network: String?

    @OptionGroup var architecture: ArchitectureOption
    @OptionGroup var data: DataOptions

    @Flag(name: .shortAndLong, help: "Print only what is refused.")
    var quiet = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        var examiner = ProofExaminer(network: network, architecture: architecture, data: data)
        var answers = [CheckAnswer]()
        var failure: ExitStatus?
        for path in proofs {
            let answer: CheckAnswer
            do { answer = try examiner.examine(path) } catch {
                guard let status = Failure.status(of: error), status != .internalError else { throw error }
                answer = CheckAnswer(proof: path, fault: "\(error)")
                if failure == nil { failure = status == .dataFault ? .proofRefused : status }
            }
            if answer.fault != nil, failure == nil { failure = .proofRefused }
            answers.append(answer)
            if !json, !quiet || answer.fault != nil { Console.print(answer.text) }
        }
        if json { Console.print(try JSONText.text(answers)) }
        if let failure { throw failure }
    }
}
