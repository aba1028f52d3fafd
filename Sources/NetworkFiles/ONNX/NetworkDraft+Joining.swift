import LinearAlgebra
import Networks

extension NetworkDraft {
    /// Joins steps that are one operation of a network, as far as nothing is rounded by it.
    ///
    /// - A number added to a product without a bias is its bias.
    /// - A number added to a scaled value is its offset.
    /// - What is subtracted before a division is the mean of a normalisation.
    /// - Two lists of indices, and two shapes, one after the other are one.
    /// - Parameter output: the step whose result the network gives; it counts as used.
    /// - Returns: the step that now holds the result of each.
    mutating func join(output: Int) -> [Int] {
        var uses = [Int](repeating: 0, count: steps.count)
        uses[output] += 1
        for step in steps { for input in step.inputs { uses[input] += 1 } }
        var place = Array(steps.indices)
        for index in steps.indices {
            let inputs = steps[index].inputs.map { place[$0] }
            replace(index, by: steps[index].operation, of: inputs)
            defer { countUses(index, before: inputs, &uses) }
            guard let source = inputs.first, inputs.count == 1 else { continue }
            switch steps[index].operation {
            case .scale(let gain, let offset) where uses[source] == 1 && gain.allSatisfy { $0 == 1 }:
                if take(offset, into: source) { move(index, to: source, &place, &uses) }
            case .normalise(let mean, let deviation) where uses[source] == 1 && mean.allSatisfy { $0 == 0 }:
                takeMean(of: source, into: index, deviation)
            case .select(let indices): joinSelection(indices, index, source)
            case .reshape:
                if let same = joinShape(index, source) {
                    place[index] = same
                    uses[same] += uses[index]
                }
            default: break
            }
        }
        return place
    }

    /// The result of `index` is now that of `source`.
    private func move(_ index: Int, to source: Int, _ place: inout [Int], _ uses: inout [Int]) {
        place[index] = source
        uses[source] = uses[index]
    }

    /// Counts the steps that `index` reads now and did not read before. The count of what it no longer reads stays:
    /// one too many costs a join, one too few would be wrong.
    private func countUses(_ index: Int, before: [Int], _ uses: inout [Int]) {
        for input in steps[index].inputs where !before.contains(input) { uses[input] += 1 }
    }

    /// Adds `offset` to a step that adds nothing yet; `false` where that is not possible.
    private mutating func take(_ offset: [Float], into source: Int) -> Bool {
        let shape = steps[source].shape
        switch steps[source].operation {
        case .linear(let weight, let bias) where bias.allSatisfy { $0 == 0 }:
            guard let sum = Self.spread(offset, shape.count) else { return false }
            replace(source, by: .linear(weight: weight, bias: sum))
        case .convolution(let kernels, let bias, let window, let groups) where bias.allSatisfy { $0 == 0 }:
            guard let sum = Self.spread(offset, bias.count) else { return false }
            replace(source, by: .convolution(kernels: kernels, bias: sum, window: window, groups: groups))
        case .scale(let gain, let own) where own.allSatisfy { $0 == 0 }:
            let count = max(gain.count, offset.count)
            guard let gain = Self.spread(gain, count, of: shape), let sum = Self.spread(offset, count, of: shape) else {
                return false
            }
            replace(source, by: .scale(gain: gain, offset: sum))
        default: return false
        }
        return true
    }

    /// Makes the number that `source` subtracts the mean of the normalisation `index`.
    private mutating func takeMean(of source: Int, into index: Int, _ deviation: [Double]) {
        guard case .scale(let gain, let offset) = steps[source].operation, gain.allSatisfy({ $0 == 1 }) else { return }
        let shape = steps[index].shape
        // Per entry, only vectors can be normalised.
        guard offset.count <= deviation.count || shape.image == nil else { return }
        let count = max(offset.count, deviation.count)
        guard let mean = Self.spread(offset, count, of: shape), let spread = Self.spread(deviation, count, of: shape)
        else { return }
        replace(index, by: .normalise(mean: mean.map { -Double($0) }, deviation: spread), of: steps[source].inputs)
    }

    private mutating func joinSelection(_ indices: [Int], _ index: Int, _ source: Int) {
        var source = source
        // Shapes do not matter to a selection.
        while case .reshape = steps[source].operation { source = steps[source].inputs[0] }
        guard case .select(let before) = steps[source].operation else {
            return replace(index, by: .select(indices), of: [source])
        }
        replace(index, by: .select(indices.map { $0 < 0 ? -1 : before[$0] }), of: steps[source].inputs)
    }

    /// Gives the step that has the same entries in the same shape, if there is one.
    private mutating func joinShape(_ index: Int, _ source: Int) -> Int? {
        var source = source
        while case .reshape = steps[source].operation { source = steps[source].inputs[0] }
        replace(index, by: .reshape, of: [source])
        return steps[source].shape == steps[index].shape ? source : nil
    }

    /// `values`, of which there are as many as called for or one for all.
    private static func spread(_ values: [Float], _ count: Int) -> [Float]? {
        if values.count == count { return values }
        return values.count == 1 ? Array(repeating: values[0], count: count) : nil
    }

    /// `values`, one per channel of `shape`, as `count` values.
    private static func spread<Number>(_ values: [Number], _ count: Int, of shape: TensorShape) -> [Number]? {
        if values.count == count { return values }
        guard count == shape.count, !values.isEmpty, count % values.count == 0 else { return nil }
        let plane = count / values.count
        return (0..<count).map { values[$0 / plane] }
    }
}
