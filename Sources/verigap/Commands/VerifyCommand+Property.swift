import ArgumentParser
import DataFormats
import Datasets
import Foundation
import Networks
import Questions
import Runner
import SuiteFiles
import VNNLIB
import Verifiers
import WitnessCheck

extension VerifyCommand {
    /// What goes with a file that states the whole question.
    func validateProperty() throws {
        guard property != nil else {
            if result != nil { throw ValidationError("--result is written of a --property") }
            return
        }
        if let overwritten {
            throw ValidationError("--result would overwrite \(overwritten), which is read; name another file")
        }
        let others: [(name: String, isGiven: Bool)] = [
            ("--data", images.data != nil), ("--epsilon", epsilon != nil), ("--norm", norm != nil),
            ("--family", family != nil), ("--targets", targets != nil),
            ("--question minimum-distortion", question != .robustness), ("--tolerance", givenTolerance != nil),
            ("--input-domain", givenDomain != nil), ("--reference", givenReference != nil),
        ]
        if let other = others.first(where: \.isGiven) {
            throw ValidationError("\(other.name) has no meaning with --property: the file states the whole question")
        }
    }

    /// The question of a VNN-LIB file.
    func loadProperty(_ name: String) throws -> VerifyQuestion {
        let entry = try SuiteReader.method(
            method, from: "--method", norm: .infinity, budget: Budget(perQuerySeconds: timeLimit.seconds),
            goal: .robustness, catalog: MethodRegistry.catalog)
        try checkProof(by: entry.call)
        let (networkPath, read) = try architecture.loadNoted(self.network, data)
        let network = read.network
        guard read.keepsOutputValues else {
            throw CommandFault(
                "\(networkPath) ends in a softmax, of which only the order of the outputs is kept: no property can be about its "
                    + "values", status: .dataFault)
        }
        let locator = try data.locator()
        guard let path = locator.findPlainOrPacked(name) else {
            let places = locator.placesOfFile(name).map { "\n  - \($0)" }.joined()
            throw CommandFault("there is no property file \(name). Looked for:\(places)", status: .inputNotFound)
        }
        let file = try VNNLIBProperty.read(path)
        for note in file.notes { Console.note("verigap: \(path): \(note)") }
        if let words = file.misfit(inputShape: read.inputShape, outputShape: read.outputShape) {
            throw CommandFault("\(path) \(words) in \(networkPath)", status: .dataFault)
        }
        let given: GivenProperty
        do { given = try GivenProperty(file) } catch {
            throw CommandFault("\(path): \(error)", status: .dataFault)
        }
        let sample = Sample(
            id: SampleID(dataset: path.pathName, split: "property", index: 0), label: 0,
            pixels: given.centre, given: given)
        let query = Query(
            sample: sample, label: 0, perturbation: PerturbationSet(epsilon: 1, domain: nil), measure: measure)
        var asked = VerifyQuestion(
            path: networkPath, network: network, query: query, predicted: 0, call: entry.call, epsilonText: "1",
            isClassification: false, form: .given, shape: network.inputShape.extents,
            limitSeconds: entry.budget.perQuerySeconds)
        asked.property = path
        return asked
    }

    /// Writes what the competition wants to read, if that was asked for.
    func writeResult(_ outcome: Outcome, of question: VerifyQuestion) throws {
        guard let result else { return }
        var counterexample: Counterexample?
        if outcome.verdict == .falsified, let witness = outcome.witness,
            let point = WitnessCheck.point(of: witness, for: question.asked, on: question.network)
        {
            counterexample = Counterexample(inputs: point.inputs, outputs: point.outputs)
        }
        let text = CompetitionResult(Self.competitionVerdict(outcome.verdict), counterexample: counterexample).text
        try AtomicFile.write(Array(text.utf8), to: result)
    }

    /// Files that are read, to which no result may be written.
    private var inputs: [String] {
        let named = [network] + [property].compactMap(\.self)
        return named.flatMap { name in
            [name, name + ".gz"] + [(try? data.locator())?.findPlainOrPacked(name)].compactMap(\.self)
        }
    }

    /// The file of the question that the result would overwrite, under whatever name; `nil` where there is none.
    private var overwritten: String? {
        func identity(_ path: String) -> [UInt64]? {
            var status = stat()
            return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
        }
        guard let result, let own = identity(result) else { return nil }
        return inputs.first { identity($0) == own }
    }

    /// Writes `error` as the competition's result of a question that a fault ended, if a result was asked for. Faults that are exit
    /// codes alone come after an answer.
    func writeErrorResult(after error: any Error) {
        guard let result, overwritten == nil, !(error is ExitStatus) else { return }
        do { try AtomicFile.write(Array(CompetitionResult(.error).text.utf8), to: result) } catch let second {
            // What could not be written the first time need not be said twice.
            if !(error is FileFault) { Console.note("verigap: --result: \(second)") }
        }
    }

    private static func competitionVerdict(_ verdict: Verdict) -> CompetitionVerdict {
        switch verdict {
        case .robust: .holds
        case .falsified: .violated
        case .unknown, .unsupported: .unknown
        case .timeout: .timeout
        case .outOfMemory, .crashed, .witnessRejected: .error
        }
    }
}
