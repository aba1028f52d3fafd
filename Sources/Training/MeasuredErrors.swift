import Datasets
import Networks
import Questions
import Verifiers

/// Error counts of a network over a whole split.
public struct MeasuredErrors: Sendable, Hashable, Codable {
    /// `mnist test`, for people.
    public var data: String
    /// Images looked at: n of all three counts.
    public var images: Int
    public var epsilon: Double
    /// Norm of the set; `nil`: ∞.
    public var norm: Norm?
    /// Misclassified.
    public var clean: Int
    /// Misclassified or falsified by PGD (40 steps of 0.01 from the image, any point counts).
    public var pgd: Int
    /// Not proved robust by LP-GREEDY.
    public var lpGreedy: Int

    /// Asks the verifiers; `workers` threads.
    public static func measure(
        _ network: Network, on dataset: Dataset, epsilon: Double, norm: Norm? = nil, workers: Int
    ) -> MeasuredErrors {
        let pgd = PGDAttack(MethodCall(PGDAttack.descriptor))
        let greedy = LPGreedyVerifier(MethodCall(LPGreedyVerifier.descriptor))
        let classifier = CleanClassifier(MethodCall(CleanClassifier.descriptor))
        let set = PerturbationSet(norm: norm ?? .infinity, epsilon: epsilon)
        let size = 250
        let chunks = (dataset.count + size - 1) / size
        let parts = Parallel.map(chunks, workers: workers) { chunk in
            let samples = (chunk * size..<min(dataset.count, (chunk + 1) * size)).map(dataset.sample)
            let queries = samples.map { sample in
                Query(
                    sample: sample, label: sample.label, perturbation: set, measure: .verdict)
            }
            let wrong = classifier.verify(queries, on: network, until: .never).map { $0.verdict == .falsified }
            let attacked = pgd.verify(queries, on: network, until: .never)
            let proved = greedy.verify(queries, on: network, until: .never)
            return (
                clean: wrong.count { $0 },
                pgd: zip(wrong, attacked).count { $0 || $1.verdict == .falsified },
                lpGreedy: zip(wrong, proved).count { $0 || $1.verdict != .robust }
            )
        }
        return MeasuredErrors(
            data: "\(dataset.name) \(dataset.split)", images: dataset.count, epsilon: epsilon, norm: norm,
            clean: parts.reduce(0) { $0 + $1.clean }, pgd: parts.reduce(0) { $0 + $1.pgd },
            lpGreedy: parts.reduce(0) { $0 + $1.lpGreedy })
    }
}
