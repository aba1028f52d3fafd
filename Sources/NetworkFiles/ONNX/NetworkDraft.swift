import LinearAlgebra
import Networks

/// A network while it is made from a graph of operators: the operations of `NetworkBuilder`, which can still be
/// joined or dropped.
///
/// Every join is exact: a bias that is 0 becomes the number that was added, two lists of indices become one. No two
/// stored numbers are ever added or multiplied.
struct NetworkDraft {
    /// One operation, on steps before it.
    struct Step {
        var operation: Operation
        var inputs: [Int]
        /// `[n]` or `[channels, height, width]`; entries in row-major order.
        var shape: TensorShape
        /// The operator that it came from, for messages.
        var name: String
    }

    enum Operation {
        case input
        case linear(weight: Matrix<Float>, bias: [Float])
        case convolution(kernels: Matrix<Float>, bias: [Float], window: WindowSpec, groups: Int)
        case relu
        case maxPool(WindowSpec)
        case averagePool(WindowSpec)
        case add
        /// (x − mean) · (1 / deviation), per channel, per entry of a vector, or one for all of it.
        case normalise(mean: [Double], deviation: [Double])
        /// gain · x + offset, per channel, per entry, or one for all entries of a vector.
        case scale(gain: [Float], offset: [Float])
        /// y[i] = x[indices[i]]; −1 is 0.
        case select([Int])
        case concatenate
        case reshape
    }

    private(set) var steps: [Step]
    private var known = [Key: Int]()

    /// What need not be made twice.
    private enum Key: Hashable {
        case relu(Int)
        case reshape(Int, TensorShape)
        case negation(Int)
    }

    init(input: TensorShape) {
        steps = [Step(operation: .input, inputs: [], shape: input, name: "the image")]
    }

    func shape(of step: Int) -> TensorShape { steps[step].shape }

    /// Whether a step's result changes with the image, as far as its operations tell.
    ///
    /// - Complexity: linear in the steps before it.
    func dependsOnImage(_ step: Int) -> Bool {
        var pending = [step]
        var seen = Set(pending)
        while let next = pending.popLast() {
            switch steps[next].operation {
            case .input: return true
            case .select(let indices) where indices.allSatisfy({ $0 < 0 }): continue
            default: pending += steps[next].inputs.filter { seen.insert($0).inserted }
            }
        }
        return false
    }

    mutating func append(_ operation: Operation, _ inputs: [Int], _ shape: TensorShape, _ name: String) -> Int {
        steps.append(Step(operation: operation, inputs: inputs, shape: shape, name: name))
        return steps.count - 1
    }

    mutating func relu(_ source: Int, _ name: String) -> Int {
        once(.relu(source)) { $0.append(.relu, [source], $0.shape(of: source), name) }
    }

    /// −x.
    mutating func negated(_ source: Int, _ name: String) -> Int {
        once(.negation(source)) { $0.scale(source, gain: -1, name) }
    }

    /// The same entries as a tensor of another shape.
    mutating func view(_ source: Int, as shape: TensorShape, _ name: String) -> Int {
        precondition(shape.count == steps[source].shape.count)
        if steps[source].shape == shape { return source }
        return once(.reshape(source, shape)) { $0.append(.reshape, [source], shape, name) }
    }

    mutating func flat(_ source: Int, _ name: String) -> Int {
        view(source, as: [steps[source].shape.count], name)
    }

    /// gain · x with one gain for all entries.
    mutating func scale(_ source: Int, gain: Float, _ name: String) -> Int {
        let channels = steps[source].shape.image?.channels ?? 1
        return append(
            .scale(gain: Array(repeating: gain, count: channels), offset: Array(repeating: 0, count: channels)),
            [source], steps[source].shape, name)
    }

    /// gain · x + offset with a gain and an offset for every entry, stored per channel where that is the same.
    mutating func scale(_ source: Int, gain: [Float], offset: [Float], _ name: String) -> Int {
        if gain.allSatisfy({ $0 == 1 }), offset.allSatisfy({ $0 == 0 }) { return source }
        let shape = steps[source].shape
        let channels = shape.image?.channels ?? 1
        let uniform = Self.perChannel(gain, channels) && Self.perChannel(offset, channels)
        let plane = shape.count / max(channels, 1)
        func kept(_ values: [Float]) -> [Float] {
            uniform ? stride(from: 0, to: values.count, by: max(plane, 1)).map { values[$0] } : values
        }
        return append(.scale(gain: kept(gain), offset: kept(offset)), [source], shape, name)
    }

    /// (x − mean) · (1 / deviation) with a mean and a deviation for every entry, stored per channel where that is the
    /// same.
    mutating func normalise(_ source: Int, mean: [Double], deviation: [Double], _ name: String) -> Int {
        let shape = steps[source].shape
        let channels = shape.image?.channels ?? 1
        let plane = max(shape.count / max(channels, 1), 1)
        if Self.perChannel(mean, channels), Self.perChannel(deviation, channels) {
            func kept(_ values: [Double]) -> [Double] {
                stride(from: 0, to: values.count, by: plane).map { values[$0] }
            }
            return append(.normalise(mean: kept(mean), deviation: kept(deviation)), [source], shape, name)
        }
        let vector = flat(source, name)
        let result = append(.normalise(mean: mean, deviation: deviation), [vector], [shape.count], name)
        return view(result, as: shape, name)
    }

    /// Whether all entries of a channel have the same bits.
    private static func perChannel<Number: BinaryFloatingPoint>(_ values: [Number], _ channels: Int) -> Bool {
        let plane = values.count / max(channels, 1)
        return plane * channels == values.count
            && values.indices.allSatisfy { values[$0] == values[$0 / plane * plane] }
    }

    /// y[i] = x[indices[i]]; nothing is done where every entry stays in its place.
    mutating func select(_ source: Int, _ indices: [Int], _ name: String) -> Int {
        let count = steps[source].shape.count
        if indices.count == count, indices.indices.allSatisfy({ indices[$0] == $0 }) { return source }
        return append(.select(indices), [source], [indices.count], name)
    }

    mutating func add(_ first: Int, _ second: Int, _ name: String) -> Int {
        let shape = steps[first].shape
        return append(.add, [first, view(second, as: shape, name)], shape, name)
    }

    /// Stored numbers as a step: zeros, and the numbers added to them.
    mutating func constant(_ values: [Float], _ name: String) -> Int {
        let zeros = append(.select(Array(repeating: -1, count: values.count)), [0], [values.count], name)
        return scale(zeros, gain: Array(repeating: 1, count: values.count), offset: values, name)
    }

    private mutating func once(_ key: Key, _ make: (inout NetworkDraft) -> Int) -> Int {
        if let step = known[key] { return step }
        let step = make(&self)
        known[key] = step
        return step
    }

    /// Puts another operation in the place of one, for joins.
    mutating func replace(_ step: Int, by operation: Operation, of inputs: [Int]? = nil) {
        steps[step].operation = operation
        if let inputs { steps[step].inputs = inputs }
    }
}
