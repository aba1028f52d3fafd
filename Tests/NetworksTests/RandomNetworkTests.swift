import Foundation
import LinearAlgebra
import Networks
import Questions
import Testing

/// Networks that are drawn are the same everywhere: what they must be was computed by another program (xoshiro256**, Glorot's and
/// He's bounds, single precision), not by this one.
@Suite struct RandomNetworkTests {
    static let dense = RandomNetwork(widths: [3, 4, 2], seed: 7)
    static let convolutional = RandomNetwork(
        input: [1, 6, 6],
        layers: [.conv2d(channels: 2, kernel: 4, stride: 2, padding: 1), .relu, .linear(outputs: 3)],
        initialisation: .he, seed: 5)

    private func weights(_ network: Network) -> [Float] {
        network.nodes.flatMap { node -> [Float] in
            switch node.operation {
            case .linear(let layer): layer.weight.elements
            case .convolution(let layer): layer.weight.elements
            default: []
            }
        }
    }

    private func hash(_ values: [Float]) -> String {
        Digest(of: values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } })
            .description
    }

    @Test func denseWeightsAreThoseOfAnotherProgram() throws {
        let network = try Self.dense.network()
        let weights = weights(network)
        let first: [UInt32] = [
            0x3ebe_278c, 0xbed1_c0ad, 0x3f20_fd7c, 0x3f64_0cc6, 0x3f68_ad73, 0x3f30_b3c7, 0xbf50_3656,
        ]
        #expect(weights.prefix(7).map(\.bitPattern) == first)
        #expect(weights.count == 20)
        #expect(hash(weights) == "2e2b0a2d03eaa49266de35e47ec4f0d5d08ecca42121b89888d2b201c1af404a")
    }

    @Test func convolutionsAreThoseOfAnotherProgram() throws {
        let network = try Self.convolutional.network()
        #expect(network.classCount == 3 && network.inputShape == [1, 6, 6])
        #expect(hash(weights(network)) == "e6bb661a3a903fb3ae35d1a319f06cf0a53f139731bb66c5e85356da2f3ce3d5")
    }

    @Test func reluStandBetweenLayersOnly() throws {
        let kinds = try Self.dense.network().nodes.map { $0.operation.kind }
        #expect(kinds == [nil, .linear, .relu, .linear])
    }

    /// Within the bound, near it, and centred.
    @Test(arguments: RandomNetwork.Initialisation.allCases)
    func weightsFillTheirInterval(_ initialisation: RandomNetwork.Initialisation) throws {
        let network = RandomNetwork(widths: [60, 40], initialisation: initialisation, seed: 3)
        let weights = weights(try network.network()).map(Double.init)
        let bound = (6 / (initialisation == .glorot ? 100.0 : 60.0)).squareRoot()
        let largest = try #require(weights.map(\.magnitude).max())
        #expect(largest <= bound * (1 + 1e-7) && largest > 0.99 * bound)
        #expect(abs(weights.reduce(0, +)) / 2400 < 0.05 * bound)
    }

    @Test func biasesAreZero() throws {
        for node in try Self.dense.network().nodes {
            guard case .linear(let layer) = node.operation else { continue }
            #expect(layer.bias.allSatisfy { $0 == 0 })
        }
    }

    @Test func theSeedDecides() throws {
        var other = Self.dense
        other.seed = 8
        #expect(try Self.dense.network().digest == Self.dense.network().digest)
        #expect(try other.network().digest != Self.dense.network().digest)
    }

    @Test func whatDoesNotFitIsRefused() {
        let pool = RandomNetwork(
            input: [1, 4, 4], layers: [.maxPool(kernel: 9, stride: 1, padding: 0), .linear(outputs: 2)], seed: 1)
        #expect(throws: NetworkFault.self) { try pool.network() }
        let flat = RandomNetwork(
            input: [16], layers: [.conv2d(channels: 2, kernel: 3, stride: 1, padding: 1)], seed: 1)
        #expect(throws: NetworkFault.self) { try flat.network() }
    }

    /// What workers are told: a network without random weights is told as ever.
    @Test func theWireKnowsOfItOnlyWhereThereIsOne() throws {
        let plain = String(decoding: try JSONEncoder().encode(ArchitectureSpec.inferred), as: UTF8.self)
        #expect(plain == "{}")
        var spec = ArchitectureSpec.inferred
        spec.random = Self.convolutional
        #expect(try JSONDecoder().decode(ArchitectureSpec.self, from: try JSONEncoder().encode(spec)) == spec)
    }
}
