import Datasets
import Foundation
import LinearAlgebra
import NetworkFiles
import Questions
import Testing
import Training

/// Training as a whole, on generated images.
@Suite struct TrainerTests {
    static func dataset(count: Int = 120, seed: UInt64 = 3) -> Dataset {
        var generator = SeededGenerator(seed: seed)
        var pixels = [Float]()
        var labels = [Int]()
        for index in 0..<count {
            let label = index % 3
            for pixel in 0..<16 {
                let base: Float = pixel % 3 == label ? 0.8 : 0.2
                pixels.append(min(1, max(0, base + 0.3 * (generator.unitFloat() - 0.5))))
            }
            labels.append(label)
        }
        return Dataset(name: "generated", split: "train", shape: [1, 4, 4], labels: labels, pixels: pixels)
    }

    static func recipe(_ loss: Recipe.LossSpec, epochs: Int = 4) -> Recipe {
        var recipe = Recipe(
            name: "tiny", architecture: .fullyConnected(hidden: [8, 6]), data: DatasetReference(name: "generated"),
            loss: loss, epochs: epochs, output: "tiny.safetensors")
        recipe.batch = 25
        recipe.from = 7
        recipe.epsilon = Recipe.Epsilon(final: 0.05, start: 0.01, ramp: 2)
        recipe.optimiser = .adam(rate: 0.02)
        recipe.decay = Recipe.Decay(from: 2, every: 1, factor: 0.5)
        recipe.l2 = 1e-4
        recipe.seed = 5
        return recipe
    }

    static let losses: [Recipe.LossSpec] = [
        .normal, .adversarial(.init(steps: 3, stepShare: 0.5)), .lpDual, .interval(finalClean: 0.5),
        .mmr(MarginRegularisation(lambda: 0.5, gammaB: 0.05, gammaD: 0.05, ramp: 2), attack: nil),
        .mmr(
            MarginRegularisation(norm: .two, lambda: 0.5, gammaB: 0.2, gammaD: 0.2, ramp: 2),
            attack: .init(steps: 3, stepShare: 0.5)),
        .adversarial(.init(steps: 3, stepShare: 0.5, norm: .two)), .lpDualInBall,
    ]

    @Test(arguments: losses)
    func learns(_ loss: Recipe.LossSpec) throws {
        let trained = try #require(try Trainer(Self.recipe(loss, epochs: 15), on: Self.dataset(), workers: 1).train())
        #expect(trained.tally.images == 113)
        #expect(trained.tally.errors <= 5)
    }

    @Test(arguments: losses)
    func sameWeightsWhateverTheWorkers(_ loss: Recipe.LossSpec) throws {
        let digests = try [1, 2, 4].map { workers in
            try Trainer(Self.recipe(loss), on: Self.dataset(), workers: workers).train()?.network.digest
        }
        #expect(digests[0] != nil && digests[0] == digests[1] && digests[1] == digests[2])
    }

    @Test(arguments: losses.filter { !$0.isForFullyConnected })
    func convolutionalToo(_ loss: Recipe.LossSpec) throws {
        var recipe = Self.recipe(loss, epochs: 6)
        recipe.architecture = .cnnSmall
        let runs = try [1, 3].map { try Trainer(recipe, on: Self.dataset(), workers: $0).train() }
        let (first, second) = (try #require(runs[0]), try #require(runs[1]))
        #expect(first.tally.errors <= 5)
        #expect(first.network.digest == second.network.digest)
    }

    @Test(arguments: losses, [Recipe.OptimiserSpec.adam(rate: 0.02), .sgd(rate: 0.05, momentum: 0.9)])
    func stoppedTrainingGoesOnToTheSameWeights(_ loss: Recipe.LossSpec, optimiser: Recipe.OptimiserSpec) throws {
        try Self.withFolder { folder in
            var recipe = Self.recipe(loss)
            recipe.optimiser = optimiser
            let trainer = try Trainer(recipe, on: Self.dataset(), workers: 2)
            let whole = try #require(try trainer.train())
            let path = folder + "/checkpoint"
            for stop in 1...2 {
                var epochs = 0
                let stopped = try trainer.train(
                    checkpoint: path, report: { if case .epoch = $0 { epochs += 1 } }, stop: { true })
                #expect(stopped == nil && epochs == 1, "stop \(stop)")
            }
            var resumed = [Int]()
            let rest = try trainer.train(
                checkpoint: path, report: { if case .resumed(let epoch) = $0 { resumed.append(epoch) } })
            #expect(resumed == [2])
            #expect(rest?.network.digest == whole.network.digest)
            #expect(rest?.tally == whole.tally)
        }
    }

    /// The rounded weights are the network: what is measured is what is written.
    @Test func halfPrecisionRoundsTheTrainedWeights() throws {
        try Self.withFolder { folder in
            var recipe = Self.recipe(.normal)
            let single = try #require(try Trainer(recipe, on: Self.dataset(), workers: 1).train())
            recipe.precision = .half
            let trainer = try Trainer(recipe, on: Self.dataset(), workers: 1)
            let half = try #require(try trainer.train())
            #expect(half.network.digest != single.network.digest)
            let path = folder + "/half.safetensors"
            try half.write(to: path, recipe: recipe, recipeText: "", dataDigest: trainer.dataDigest, errors: nil)
            #expect(try NetworkFile.read(path: path).digest == half.network.digest)
        }
    }

    @Test func foreignOrDamagedCheckpointsAreNotUsed() throws {
        try Self.withFolder { folder in
            let path = folder + "/checkpoint"
            let first = try Trainer(Self.recipe(.normal), on: Self.dataset(), workers: 1)
            _ = try first.train(checkpoint: path, stop: { true })
            var recipe = Self.recipe(.normal)
            recipe.seed = 6
            for other in [
                try Trainer(recipe, on: Self.dataset(), workers: 1),
                try Trainer(Self.recipe(.normal), on: Self.dataset(seed: 4), workers: 1),
            ] {
                let copy = folder + "/copy"
                try? FileManager.default.removeItem(atPath: copy)
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try expectFresh(other, copy)
            }
            var bytes = try #require(FileManager.default.contents(atPath: path))
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path))
            try expectFresh(first, path)
            try Data().write(to: URL(fileURLWithPath: path))
            try expectFresh(first, path)
        }
    }

    private func expectFresh(_ trainer: Trainer, _ path: String) throws {
        var resumed = false
        _ = try trainer.train(checkpoint: path, report: { if case .resumed = $0 { resumed = true } }, stop: { true })
        #expect(!resumed)
    }

    @Test func imagesThatAreNotThereAreAFault() {
        var recipe = Self.recipe(.normal)
        recipe.from = 500
        #expect(throws: TrainingFault.self) { try Trainer(recipe, on: Self.dataset(), workers: 1) }
    }

    @Test func divergenceIsAFault() throws {
        var recipe = Self.recipe(.normal)
        recipe.optimiser = .sgd(rate: 1e9, momentum: 0.9)
        let trainer = try Trainer(recipe, on: Self.dataset(), workers: 1)
        #expect(throws: TrainingFault.self) { try trainer.train() }
    }

    @Test func fileCarriesRecipeAndErrors() throws {
        try Self.withFolder { folder in
            let recipe = Self.recipe(.lpDual, epochs: 15)
            let dataset = Self.dataset()
            let trainer = try Trainer(recipe, on: dataset, workers: 1)
            let trained = try #require(try trainer.train())
            let errors = MeasuredErrors.measure(trained.network, on: dataset, epsilon: 0.05, workers: 2)
            #expect(errors.images == 120 && errors.clean <= errors.pgd && errors.pgd <= errors.lpGreedy)
            #expect(errors.lpGreedy < 60)
            let path = folder + "/tiny.safetensors"
            try trained.write(
                to: path, recipe: recipe, recipeText: "recipe: tiny", dataDigest: trainer.dataDigest, errors: errors)
            #expect(try NetworkFile.read(path: path).digest == trained.network.digest)
            let texts = try NetworkFile.metadata(path: path)
            #expect(texts["recipe"] == "recipe: tiny" && texts["data-sha256"] == trainer.dataDigest.description)
            #expect(texts["lp-greedy-errors"] == String(errors.lpGreedy))
        }
    }

    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("training-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
