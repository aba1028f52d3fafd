import ExactArithmetic
import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Planes above the first ReLUs, at points of the network.
@Suite struct UpperPlaneTests {
    private static func weights(_ planes: InputPlanes, _ generator: inout SeededGenerator) -> [UInt8] {
        planes.entries.map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func point(_ planes: InputPlanes, _ generator: inout SeededGenerator) -> [Double] {
        zip(planes.exact.lower, planes.exact.upper).map { low, high in
            // Corners are where planes touch.
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: low
            case 1: high
            default: min(low + (high - low) * Double(generator.unitFloat()), high)
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func `no point of the network lies above a plane`(seed: UInt64) throws {
        guard let planes = InputPlanes(try TinyMargin(seed: seed).relaxation().network) else { return }
        var generator = SeededGenerator(seed: seed)
        #expect(planes.count == planes.exact.rows.count && planes.triangles.count == planes.entries.count)
        for _ in 0..<50 {
            let (weights, point) = (Self.weights(planes, &generator), Self.point(planes, &generator))
            for (unit, row) in planes.exact.rows.enumerated() {
                let range = Int(planes.starts[unit])..<Int(planes.starts[unit + 1])
                let z = zip(row.inputs, row.values).reduce(row.bias) { $0 + $1.1 * point[Int($1.0)] }
                // As the kernels have it: over inputs scaled to [0, 1].
                var (value, active, inactive) = (0.0, Double(planes.upper[unit]), 0.0)
                for (place, input) in zip(range, row.inputs) {
                    let entry = Double(planes.entries[place])
                    let share = Double(weights[place]) / 255
                    let scaled =
                        (point[Int(input)] - Double(planes.low[Int(input)])) * Double(planes.inverseWidth[Int(input)])
                    value += share * entry * scaled
                    active -= share * max(entry, 0)
                    inactive -= share * min(entry, 0)
                }
                #expect(value + max(active, inactive) >= max(z, 0) - 1e-5)
            }
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>) func `what certificates make of planes is nowhere too large`(
        seed: UInt64
    ) throws {
        let example = TinyMargin(seed: seed)
        let relaxation = try example.relaxation()
        guard let planes = InputPlanes(relaxation.network) else { return }
        let network = relaxation.network
        var generator = SeededGenerator(seed: seed)
        let objective = network.margin(label: 0, adversarial: 1)
        for _ in 0..<20 {
            let weights = Self.weights(planes, &generator)
            let lambda = network.unstable.map { _ in 2 * generator.unitFloat() - 1 }
            let splits = network.unstable.map { _ in Int8.random(in: -1...1, using: &generator) }
            // Functions of variables here: h of a ReLU is its own variable.
            let relaxed = planes.exact.relaxed(
                objective, columns: { network.unstable[$0].variable }, splits, lambda: lambda, weights: weights)
            for _ in 0..<5 {
                let point = try Self.point(planes, &generator).map { try #require(Dyadic($0)) }
                let values = try ExactForward(network.network, at: point).variables(of: network)
                let difference = try evaluate(relaxed, at: values) - evaluate(objective, at: values)
                #expect(difference <= (try #require(Dyadic(relaxed.error))))
            }
        }
    }

    @Test func `there are none where the first unstable ReLUs do not read the inputs`() throws {
        let network = try TinyMargin(seed: 3).network().lowered
        let region = InputRegion(Box(lower: [0, 0], upper: [1, 1]))
        var reduced = ReducedNetwork(network, region)
        #expect(InputPlanes(reduced) == nil)
        reduced.append(StageBounds(lower: [1, 1, 1], upper: [9, 9, 9]))
        reduced.append(StageBounds(lower: [-9, -9, -9], upper: [9, 9, 9]))
        #expect(InputPlanes(reduced) == nil)
    }
}
