import ArgumentParser
import Datasets
import Foundation
import Networks
import ProofCheck
import Proofs
import Questions
import Runner

/// `verigap check`: re-verifies proofs.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Re-verifies proofs with none of the code that found them.",
        discussion: """
            For example: verigap check proofs, or verigap check --exact proofs/*.\(ProofFile.fileExtension)
            Checks that the splits cover the whole perturbation set, and that every bound that they rest on follows from the \
            proof's multipliers: in doubles with rigorous error bounds, or with --exact without any rounding. A witness must \
            lie in the set, and its margin be surely <= 0. The network is looked for where the proof says that it was; its \
            content must be the one that the proof is about. Where the image's dataset is at hand, the image is compared; \
            in --images it is looked up by its index.
            Trusted are the readers of networks and images, and how a network becomes affine stages: the verifiers use them \
            too. A proof of a given property states the property number by number; --property compares it with a file. \
            Bounds, splits, attacks and linear programs are the verifiers' own, and none of their code is used here.
            Only regular files are opened: proofs up to \(TextFormat.bytes(ProofFile.fileLimit)), others up to \
            \(TextFormat.bytes(ProofExaminer.inputLimit)). The exit code is \(ExitStatus.proofRefused.rawValue) if any proof \
            is refused.
            """)

    @Argument(
        help: "Files written by --proof, or folders of them.", completion: .file(extensions: [ProofFile.fileExtension]))
    var proofs: [String]

    @Option(
        help: ArgumentHelp("Network file, instead of the one that the proofs name.", valueName: "file"),
        completion: .file())
    var network: String?

    @OptionGroup var architecture: ArchitectureOption

    @OptionGroup var images: ImageFileOptions

    @Option(
        help: ArgumentHelp(
            "Property in VNN-LIB, plain or .gz, that every proof must be about, number by number.", valueName: "file"),
        completion: .file(extensions: ["vnnlib", "gz"]))
    var property: String?

    @OptionGroup var data: DataOptions

    @Flag(
        help: ArgumentHelp(
            "Confirm every bound in exact arithmetic, which takes hundreds of times as long.",
            discussion: """
                Accepts what the check in doubles accepts for right reasons, and trusts no error analysis. Takes 50 to 100 \
                times as long.
                """))
    var exact = false

    @Flag(name: .shortAndLong, help: "Print only what is refused.")
    var quiet = false

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let files = try ProofFiles.find(proofs)
        var examiner = try ProofExaminer(
            network: network, architecture: architecture, images: images, property: property, data: data)
        var answers = [CheckAnswer]()
        var failures = Set<ExitStatus>()
        for path in files {
            let progress = CheckProgress(path, isShown: exact && !quiet)
            let options = ProofCheckOptions(isExact: exact, progress: exact ? progress.note : nil)
            let answer: CheckAnswer
            do {
                answer = try examiner.examine(path, options)
                if answer.fault != nil { failures.insert(.proofRefused) }
            } catch {
                guard let status = Failure.status(of: error), status != .internalError else { throw error }
                let isDamaged = status == .dataFault
                failures.insert(isDamaged ? .proofRefused : status)
                let isThere = FileManager.default.fileExists(atPath: path)
                answer =
                    isDamaged
                    ? CheckAnswer(proof: path, fault: "\(error)")
                    : CheckAnswer(proof: path, notChecked: isThere ? "\(error)" : "there is no such file")
            }
            progress.end()
            answers.append(answer)
            if !json, !quiet || answer.fault != nil { Console.print(answer.text) }
        }
        if json { Console.print(try JSONText.text(answers)) }
        if !json, !quiet, answers.count > 1 { Console.print(CheckAnswer.summary(answers)) }
        // A proof that does not hold weighs more than a file that is missing.
        if failures.contains(.proofRefused) { throw ExitStatus.proofRefused }
        if let failure = failures.min(by: { $0.rawValue < $1.rawValue }) { throw failure }
    }
}
