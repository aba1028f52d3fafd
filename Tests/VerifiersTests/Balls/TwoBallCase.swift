import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

/// A random network of two to four inputs with a query about an l2 ball: around a point inside the domain, at its edge, in its
/// corner, or without a domain.
struct TwoBallCase: CustomTestStringConvertible, Sendable {
    enum Kind: String, CaseIterable, Sendable { case plain, deep, residual, pooling, convolutional }

    let kind: Kind
    let seed: UInt64

    var testDescription: String { "\(kind.rawValue) seed \(seed)" }

    /// `count` networks, three in four of them fully connected.
    static func all(_ count: Int) -> [TwoBallCase] {
        (0..<count).map { index in
            let kind: Kind =
                switch index % 16 {
                case 3, 11: .residual
                case 7: .pooling
                case 15: .convolutional
                case let place: place % 2 == 0 ? .plain : .deep
                }
            return TwoBallCase(kind: kind, seed: UInt64(index))
        }
    }

    func network() throws -> Network {
        switch kind {
        case .plain, .deep: try fullyConnected()
        case .residual: try RandomNetworks.make(.residual, seed: seed)
        case .pooling: try RandomNetworks.make(.pooling, seed: seed)
        case .convolutional: try RandomNetworks.make(.convolutional, seed: seed)
        }
    }

    /// Two to four inputs, one or two hidden layers of two to four ReLUs, two or three classes.
    private func fullyConnected() throws -> Network {
        var generator = SeededGenerator(seed: seed &+ 0x2ba11)
        var width = 2 + Int(seed / 3 % 3)
        var builder = NetworkBuilder(input: [width])
        func linear(_ rows: Int) throws {
            let scale = 1.6 / Double(width).squareRoot()
            try builder.linear(
                weight: Matrix(
                    rows: rows, columns: width,
                    elements: (0..<rows * width).map { _ in Float(generator.normal() * scale) }),
                bias: (0..<rows).map { _ in Float(generator.normal() * 0.4) })
            width = rows
        }
        for _ in 0..<(kind == .plain ? 1 : 2) {
            try linear(Int.random(in: 2...4, using: &generator))
            builder.relu()
        }
        try linear(2 + Int(seed % 2))
        return try builder.build()
    }

    func query(on network: Network, epsilon: Double, measure: Measure = .verdict) -> Query {
        var generator = SeededGenerator(seed: seed &+ 77)
        var pixels = (0..<network.inputShape.count).map { _ in generator.unitFloat() }
        var set = PerturbationSet(norm: .two, epsilon: epsilon)
        switch seed / 8 % 4 {
        case 1: pixels[0] = 1
        case 2: pixels = pixels.map { $0 < 0.5 ? 0 : 1 }
        case 3: set.domain = nil
        default: break
        }
        let label = network.evaluator.predictions(.init(rows: 1, columns: pixels.count, elements: pixels))[0]
        let id = SampleID(dataset: "random", split: "test", index: Int(seed))
        let sample = Sample(id: id, label: label, pixels: pixels)
        return Query(sample: sample, label: label, perturbation: set, measure: measure)
    }

    /// Random points of the set, most of them next to the ball's boundary, up to rounding.
    func points(of query: Query) -> [[Float]] {
        var generator = SeededGenerator(seed: seed &+ 5)
        let (centre, set) = (query.sample.pixels, query.perturbation)
        return (0..<200).map { _ in
            let way = centre.map { _ in generator.normal() }
            let scale = set.epsilon * Double(generator.unitFloat()).squareRoot() / set.norm(way)
            return zip(centre, way).map { x, way in
                let point = x + Float(scale * way)
                return set.domain.map { min(max(point, min(Float($0.lower), x)), max(Float($0.upper), x)) } ?? point
            }
        }
    }
}
