import COpenBLAS
import Datasets
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Questions

/// Trains the network of a recipe on a dataset.
///
/// The weights depend on recipe and data alone: a batch is cut into a fixed number of shards whose gradients are added in
/// order, whoever computes them, and what is drawn at random depends on seed, epoch, batch and shard.
public struct Trainer: Sendable {
    public let recipe: Recipe
    public let architecture: TrainableArchitecture
    /// Of recipe and data.
    public let fingerprint: Digest
    /// Content hash of the images trained on.
    public let dataDigest: Digest
    let dataset: Dataset
    let images: Range<Int>
    let loss: any Loss<Float>
    let workers: Int

    static let shardCount = 4

    /// - Parameter dataset: what `recipe.data` names.
    /// - Throws: `TrainingFault` when the images do not fit the recipe.
    public init(_ recipe: Recipe, on dataset: Dataset, workers: Int) throws(TrainingFault) {
        self.recipe = recipe
        self.dataset = dataset
        self.workers = workers
        let end = recipe.count.map { recipe.from + $0 } ?? dataset.count
        guard recipe.from < end, end <= dataset.count else {
            throw .data(
                "images \(recipe.from)..<\(end) of \(dataset.name) \(dataset.split), which has \(dataset.count)")
        }
        images = recipe.from..<end
        let classes = recipe.data.classes?.count ?? max(10, (dataset.labels.max() ?? 0) + 1)
        architecture = try Trainer.architecture(recipe, dataset, classes)
        loss = Trainer.loss(recipe.loss, architecture)
        dataDigest = Digest(of: dataset.digest.bytes + Array("\(recipe.from)..<\(end)".utf8))
        fingerprint = Digest(of: recipe.fingerprint.bytes + dataDigest.bytes)
    }

    private static func architecture(
        _ recipe: Recipe, _ dataset: Dataset, _ classes: Int
    ) throws(TrainingFault) -> TrainableArchitecture {
        switch recipe.architecture {
        case .fullyConnected(let hidden):
            return TrainableArchitecture(pixels: dataset.shape.reduce(1, *), hidden: hidden, classes: classes)
        case .cnnSmall:
            guard dataset.shape.count == 3 else {
                throw .data("cnn-small takes images of channels × height × width, \(dataset.name) has vectors")
            }
            // An image of five channels and more whose last extent is four or less is none.
            guard dataset.shape[0] <= 4 || dataset.shape[2] > 4 else {
                throw .data(
                    "cnn-small takes images of channels × height × width, one of \(dataset.name) has "
                        + "\(TensorShape(dataset.shape)): channels last? say so: pixels: { layout: hwc }")
            }
            return .cnnSmall(
                channels: dataset.shape[0], height: dataset.shape[1], width: dataset.shape[2], classes: classes)
        }
    }

    private static func loss(_ spec: Recipe.LossSpec, _ architecture: TrainableArchitecture) -> any Loss<Float> {
        switch spec {
        case .normal: NormalLoss(architecture)
        case .adversarial(let attack):
            adversarial(attack, architecture)
        case .lpDual: DualLoss(architecture)
        case .lpDualInBall: DualLoss(architecture, norm: .two)
        case .interval(let clean): IntervalLoss(architecture, finalClean: clean)
        case .mmr(let constants, let attack):
            MarginLoss(architecture, constants, attack: attack.map { adversarial($0, architecture) })
        }
    }

    private static func adversarial(
        _ attack: Recipe.LossSpec.Attack, _ architecture: TrainableArchitecture
    ) -> AdversarialLoss<Float> {
        AdversarialLoss(
            architecture, steps: attack.steps, stepShare: attack.stepShare, norm: attack.norm ?? .infinity)
    }

    /// Trains to the end.
    ///
    /// - Parameters:
    ///   - checkpoint: file that is written after every epoch; `nil` for none.
    ///   - resume: go on from that file if it belongs to this recipe and data.
    ///   - report: told of every epoch and, now and then, of batches.
    ///   - stop: asked after every epoch; `true` ends training there, with the checkpoint in place.
    /// - Returns: the trained network; `nil` when stopped.
    public func train(
        checkpoint path: String? = nil, resume: Bool = true, report: (TrainingEvent) -> Void = { _ in },
        stop: () -> Bool = { false }
    ) throws -> TrainedNetwork? {
        openblas_set_num_threads(1)
        var state = start()
        if resume, let path, let found = Checkpoint.read(path, fingerprint: fingerprint),
            found.parameters.count == state.parameters.count
        {
            state = found
            report(.resumed(epoch: found.epoch))
        }
        while state.epoch < recipe.epochs {
            let began = ContinuousClock.now
            let before = state.seconds
            try runEpoch(&state, began: began, report: report)
            state.epoch += 1
            state.seconds = before + (ContinuousClock.now - began) / .seconds(1)
            if let path { try state.write(to: path) }
            report(.epoch(progress(state, seconds: state.seconds - before)))
            if state.epoch < recipe.epochs, stop() { return nil }
        }
        do {
            let precision = recipe.precision ?? .single
            return TrainedNetwork(
                network: try architecture.network(state.parameters.map(precision.rounded)), seconds: state.seconds,
                tally: state.tally)
        } catch { throw TrainingFault.diverged(epoch: state.epoch, "\(error)") }
    }

    private func start() -> Checkpoint {
        var generator = SeededGenerator(seed: Seeds.mix(recipe.seed, 0, 0, 0))
        let optimiser = Optimiser(recipe.optimiser, count: architecture.parameterCount)
        return Checkpoint(
            fingerprint: fingerprint, epoch: 0, parameters: architecture.initialParameters(&generator),
            optimiserSteps: 0, first: optimiser.first, second: optimiser.second, seconds: 0, tally: LossTally())
    }

    private func progress(_ state: Checkpoint, seconds: Double) -> TrainingProgress {
        TrainingProgress(
            epoch: state.epoch, epochs: recipe.epochs, share: 1,
            epsilon: recipe.epsilon.value(after: Double(state.epoch)), tally: state.tally, seconds: seconds,
            remaining: seconds * Double(recipe.epochs - state.epoch))
    }
}
