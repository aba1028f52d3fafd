import Datasets
import Foundation
import NetworkFiles
import Networks
import Questions
import Verifiers

/// Times a batched method on the first images of MNIST's test set: `verigap-bench attack network=FILE epsilon=0.1 images=0-99`.
enum AttackBenchmark {
    /// Batches before the clock starts.
    private static let warmUps = 1
    /// Batches of which the fastest counts.
    private static let rounds = 7

    /// One line: images, falsified ones, CPU milliseconds per image in the fastest round, and the sum of margins.
    ///
    /// - Throws: where network or MNIST cannot be read.
    static func line(_ arguments: SearchArguments, _ verifier: any Verifier<Network>) throws -> String {
        let locator = DatasetLocator(
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath)
        let images = try locator.load(DatasetReference(name: "mnist"))
        guard let path = arguments.questions.first?.network else { return "" }
        let network = try NetworkFile.read(path: path)
        let queries = arguments.questions.map { question in
            let sample = images.sample(question.image)
            return Query(
                sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: question.epsilon),
                measure: .margin)
        }
        var (least, outcomes) = (Double.infinity, [Outcome]())
        for round in 0..<warmUps + rounds {
            outcomes = verifier.verify(queries, on: network, until: .never)
            let seconds = outcomes.reduce(0) { $0 + $1.measurements.cpuSeconds }
            if round >= warmUps { least = min(least, seconds) }
        }
        let falsified = outcomes.count { $0.verdict == .falsified }
        let sum = outcomes.reduce(0) { $0 + ($1.marginUpper ?? 0) }
        return "\(queries.count)\t\(falsified)\t\(String(format: "%.4f", 1000 * least / Double(queries.count)))\t\(sum)"
    }
}
