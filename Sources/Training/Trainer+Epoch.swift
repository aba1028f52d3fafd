import Foundation
import LinearAlgebra

extension Trainer {
    /// One pass over the images in a new order.
    func runEpoch(
        _ state: inout Checkpoint, began: ContinuousClock.Instant, report: (TrainingEvent) -> Void
    ) throws(TrainingFault) {
        var generator = SeededGenerator(seed: Seeds.mix(recipe.seed, state.epoch + 1, 0, 0))
        var order = Array(images)
        order.shuffle(using: &generator)
        var optimiser = Optimiser(recipe.optimiser, count: state.parameters.count)
        optimiser.steps = state.optimiserSteps
        swap(&optimiser.first, &state.first)
        swap(&optimiser.second, &state.second)
        let multiplier = recipe.decay?.multiplier(epoch: state.epoch) ?? 1
        let shards = (0..<Self.shardCount).map { _ in Shard(count: state.parameters.count) }
        let batches = (order.count + recipe.batch - 1) / recipe.batch
        var tally = LossTally()
        var gradient = [Float](repeating: 0, count: state.parameters.count)
        for batch in 0..<batches {
            let indices = Array(order[batch * recipe.batch..<min(order.count, (batch + 1) * recipe.batch)])
            let passed = Double(state.epoch) + Double(batch) / Double(batches)
            tally = tally + sum(indices, state, batch, passed, shards, into: &gradient)
            guard tally.loss.isFinite else { throw .diverged(epoch: state.epoch + 1, "the loss is not finite") }
            addWeightDecay(state.parameters, to: &gradient)
            optimiser.step(&state.parameters, gradient: gradient, multiplier: multiplier)
            if batch % 16 == 15 {
                let seconds = (ContinuousClock.now - began) / .seconds(1)
                let share = Double(batch + 1) / Double(batches)
                let left = Double(recipe.epochs - state.epoch) - share
                report(
                    .batches(
                        TrainingProgress(
                            epoch: state.epoch + 1, epochs: recipe.epochs, share: share,
                            epsilon: recipe.epsilon.value(after: passed), tally: tally, seconds: seconds,
                            remaining: seconds / share * left)))
            }
        }
        swap(&optimiser.first, &state.first)
        swap(&optimiser.second, &state.second)
        state.optimiserSteps = optimiser.steps
        state.tally = tally
    }

    /// The mean gradient over the images `indices`.
    private func sum(
        _ indices: [Int], _ state: Checkpoint, _ batch: Int, _ passed: Double, _ shards: [Shard],
        into gradient: inout [Float]
    ) -> LossTally {
        let parameters = state.parameters
        let epoch = state.epoch
        Parallel.forEach(shards.count, workers: workers) { number in
            let shard = shards[number]
            shard.clear()
            let part = indices[
                indices.count * number / shards.count..<indices.count * (number + 1) / shards.count]
            guard !part.isEmpty else { return }
            let step = LossStep(
                epsilon: recipe.epsilon.value(after: passed), ramp: recipe.epsilon.ramp(after: passed),
                epochs: passed, progress: passed / Double(recipe.epochs),
                seed: Seeds.mix(recipe.seed, epoch + 1, batch + 1, number + 1))
            shard.tally = loss.accumulate(self.batch(part), at: parameters, step, into: &shard.gradient)
        }
        let scale = 1 / Float(indices.count)
        gradient.withUnsafeMutableBufferPointer { gradient in
            for index in gradient.indices { gradient[index] = 0 }
            for shard in shards {
                shard.gradient.withUnsafeBufferPointer { part in
                    for index in gradient.indices { gradient[index] += part[index] }
                }
            }
            for index in gradient.indices { gradient[index] *= scale }
        }
        return shards.reduce(LossTally()) { $0 + $1.tally }
    }

    private func batch(_ indices: ArraySlice<Int>) -> Batch<Float> {
        let width = architecture.input.count
        var pixels = [Float]()
        pixels.reserveCapacity(indices.count * width)
        for index in indices { pixels.append(contentsOf: dataset.pixels[index * width..<(index + 1) * width]) }
        return Batch(
            images: Matrix(rows: indices.count, columns: width, elements: pixels),
            labels: indices.map { dataset.labels[$0] })
    }

    /// λ₁ sign(w) + 2 λ₂ w for every weight, biases aside.
    private func addWeightDecay(_ parameters: [Float], to gradient: inout [Float]) {
        guard recipe.l1 > 0 || recipe.l2 > 0 else { return }
        let (l1, l2) = (Float(recipe.l1), Float(2 * recipe.l2))
        for layer in architecture.layers {
            for index in layer.weights {
                let weight = parameters[index]
                gradient[index] += l2 * weight + (weight > 0 ? l1 : weight < 0 ? -l1 : 0)
            }
        }
    }
}

/// What one part of a batch adds up to; used by one thread at a time.
private final class Shard: @unchecked Sendable {
    var gradient: [Float]
    var tally = LossTally()

    init(count: Int) { gradient = [Float](repeating: 0, count: count) }

    func clear() {
        tally = LossTally()
        gradient.withUnsafeMutableBufferPointer { for index in $0.indices { $0[index] = 0 } }
    }
}

/// Seeds for every draw of a training.
enum Seeds {
    /// A seed for batch `batch` of epoch `epoch` in shard `shard`; neighbouring ones are unrelated.
    static func mix(_ seed: UInt64, _ epoch: Int, _ batch: Int, _ shard: Int) -> UInt64 {
        var mixed = seed
        for part in [epoch, batch, shard] {
            var generator = SeededGenerator(seed: mixed &+ UInt64(part) &* 0xD1B5_4A32_D192_ED03)
            mixed = generator.next()
        }
        return mixed
    }
}
