import Datasets
import Foundation
import NetworkFiles
import Networks
import Questions
import Verifiers

/// A question about a published network that takes a search to answer.
struct SearchQuestion: Sendable, Hashable {
    /// Path of the network's file.
    var network: String
    /// Radius in pixel space.
    var epsilon: Double
    /// Index in MNIST's test set.
    var image: Int
}

/// Runs a method on questions about published networks and MNIST's test images, on the calling thread.
final class SearchBenchmark {
    private var networks: [String: Network] = [:]
    private let images: Dataset

    /// - Throws: where MNIST is not found, with the folders that were searched.
    init() throws {
        let locator = DatasetLocator(
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath)
        images = try locator.load(DatasetReference(name: "mnist"))
    }

    /// The answer to `question`, with bound evaluations where the method counts them; a misclassified image is asked about
    /// all the same and falls at once.
    func answer(
        _ question: SearchQuestion, _ verifier: any Verifier<Network>
    ) throws -> (outcome: Outcome, evaluations: Int) {
        let network = try networks[question.network] ?? NetworkFile.read(path: question.network)
        networks[question.network] = network
        let sample = images.sample(question.image)
        let query = Query(
            sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: question.epsilon),
            measure: .verdict)
        if let search = verifier as? BranchAndBoundVerifier { return search.measure(query, on: network, until: .never) }
        return (verifier.verify([query], on: network, until: .never)[0], 0)
    }

    static let header =
        "network\tepsilon\timage\tverdict\tlower\tnodes\tevaluations\tlp_solves\tcpu_s\tphases\tunstable"

    /// One tab-separated line: question, verdict, nodes, bound evaluations, linear programs, CPU seconds, seconds per phase.
    static func line(_ question: SearchQuestion, _ answer: (outcome: Outcome, evaluations: Int)) -> String {
        let outcome = answer.outcome
        let cost = outcome.measurements
        let name = URL(fileURLWithPath: question.network).deletingPathExtension().lastPathComponent
        let phases = cost.phases.sorted { $0.key < $1.key }.map { String(format: "\($0.key) %.3f", $0.value) }
        return [
            name, "\(question.epsilon)", "\(question.image)", outcome.verdict.rawValue,
            outcome.marginLower.map { String(format: "%.4f", $0) } ?? "–", "\(cost.nodes)",
            "\(answer.evaluations)", "\(cost.lpSolves)", String(format: "%.3f", cost.cpuSeconds),
            phases.joined(separator: " "),
            cost.unstableByLayer.map(String.init).joined(separator: "+"),
        ].joined(separator: "\t")
    }
}
