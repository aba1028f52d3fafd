import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers
import WitnessCheck

/// Attacks that are asked for the nearest witness.
enum DistanceCase {
    /// All that look for it by themselves.
    static let minimisers = MethodRegistry.catalog.methods.filter(\.minimisesDistance).map(\.name)

    /// The answer to a search over sizes up to that of `query`, its witness decided.
    static func answer(
        _ method: String, _ query: Query, on network: Network, _ options: [String: OptionValue] = [:]
    ) throws -> Outcome {
        let form = QuestionForm(goal: .minimumDistortion(tolerance: 1e-3))
        return try FormCase.answer(
            method, AskedQuestion(query, form, shape: [query.sample.pixels.count]), on: network, options)
    }
}

/// A linear classifier, and the distance from a point to the nearest other class: in closed form, and inside a box by sorting.
struct LinearCase: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let norm: Norm
    let isBoxed: Bool

    static let all = (0..<12 as Range<UInt64>).flatMap { seed in
        Norm.allCases.flatMap { norm in
            [false, true].map { LinearCase(seed: seed, norm: norm, isBoxed: $0) }
        }
    }

    var testDescription: String { "seed \(seed) l\(norm.rawValue)\(isBoxed ? " in the box" : "")" }

    private static let inputs = 20
    private static let classes = 5

    func network() throws -> Network {
        var generator = SeededGenerator(seed: seed &+ 400)
        var builder = NetworkBuilder(input: [Self.inputs])
        try builder.linear(
            weight: Matrix(
                rows: Self.classes, columns: Self.inputs,
                elements: (0..<Self.classes * Self.inputs).map { _ in Float(generator.normal()) }),
            bias: (0..<Self.classes).map { _ in Float(generator.normal()) })
        return try builder.build()
    }

    /// A point with many coordinates next to the ends of the domain.
    func query(on network: Network) -> Query {
        var generator = SeededGenerator(seed: seed &+ 800)
        let pixels = (0..<Self.inputs).map { index in
            let uniform = generator.unitFloat()
            return index % 3 == 0 ? uniform * 0.02 : index % 3 == 1 ? 1 - uniform * 0.05 : uniform
        }
        let label = network.evaluator.predictions(Matrix(rows: 1, columns: Self.inputs, elements: pixels))[0]
        let sample = Sample(
            id: SampleID(dataset: "linear", split: "test", index: Int(seed)), label: label, pixels: pixels)
        return Query(
            sample: sample, label: label,
            perturbation: PerturbationSet(norm: norm, epsilon: 50, domain: isBoxed ? .unit : nil))
    }

    /// The smallest distance over all classes; infinite where none can be reached.
    func exact(_ network: Network, _ query: Query) -> Double {
        guard case .linear(let layer) = network.nodes[1].operation else { return .nan }
        let point = query.sample.pixels.map(Double.init)
        func row(_ index: Int) -> [Double] { (0..<Self.inputs).map { Double(layer.weight[index, $0]) } }
        let own = row(query.label)
        return (0..<Self.classes).filter { $0 != query.label }.map { other in
            let slope = zip(own, row(other)).map { $0 - $1 }
            let margin =
                zip(slope, point).reduce(Double(layer.bias[query.label]) - Double(layer.bias[other])) {
                    $0 + $1.0 * $1.1
                }
            return distance(slope, margin, point)
        }.min() ?? .infinity
    }

    private func distance(_ slope: [Double], _ margin: Double, _ point: [Double]) -> Double {
        guard isBoxed else {
            switch norm {
            case .one: return margin / (slope.map(abs).max() ?? 0)
            case .two: return margin / slope.reduce(0) { $0 + $1 * $1 }.squareRoot()
            case .infinity: return margin / slope.reduce(0) { $0 + abs($1) }
            }
        }
        let gains = slope.map(abs)
        let rooms = zip(slope, point).map { $0 > 0 ? $1 : 1 - $1 }
        return norm == .one ? filled(gains, rooms, margin) : levelled(gains, rooms, margin)
    }

    /// p = 1: the largest gains first.
    private func filled(_ gains: [Double], _ rooms: [Double], _ margin: Double) -> Double {
        var (left, length) = (margin, 0.0)
        for index in gains.indices.sorted(by: { gains[$0] > gains[$1] }) {
            let part = min(rooms[index], left / gains[index])
            length += part
            left -= part * gains[index]
            if left <= 1e-15 { return length }
        }
        return .infinity
    }

    /// p = 2 and ∞: coordinates run full one after the other, in the order of room over rate.
    private func levelled(_ gains: [Double], _ rooms: [Double], _ margin: Double) -> Double {
        let rates = norm == .two ? gains : gains.map { _ in 1.0 }
        let order = gains.indices.sorted { rooms[$0] / rates[$0] < rooms[$1] / rates[$1] }
        for count in 0..<order.count {
            let (full, open) = (order[..<count], order[count...])
            let gained = full.reduce(0) { $0 + gains[$1] * rooms[$1] }
            let level = (margin - gained) / open.reduce(0) { $0 + gains[$1] * rates[$1] }
            guard level <= rooms[order[count]] / rates[order[count]] else { continue }
            let moves = full.map { rooms[$0] } + open.map { level * rates[$0] }
            return norm == .two ? moves.reduce(0) { $0 + $1 * $1 }.squareRoot() : moves.map(abs).max() ?? 0
        }
        return .infinity
    }
}
