import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

@Suite struct RandomNetworkTests {
    @Test(arguments: RandomNetworks.Family.allCases) func networksHaveTwoInputsThreeClassesAndRepeat(
        family: RandomNetworks.Family
    ) throws {
        var digests = Set<Digest>()
        for seed in 0..<20 as Range<UInt64> {
            let network = try RandomNetworks.make(family, seed: seed)
            #expect((network.inputShape.count, network.classCount) == (2, 3))
            #expect(!network.lowered.reluStages.isEmpty || network.layerKinds.contains(.maxPool))
            #expect(try RandomNetworks.make(family, seed: seed) == network)
            digests.insert(network.digest)
        }
        #expect(digests.count == 20)
    }

    @Test func familiesHaveTheirLayers() throws {
        func kinds(_ family: RandomNetworks.Family) throws -> Set<LayerKind> {
            try RandomNetworks.make(family, seed: 1).layerKinds
        }
        #expect(try kinds(.fullyConnected) == [.linear, .relu])
        #expect(try kinds(.convolutional).isSuperset(of: [.conv2d, .relu, .linear]))
        #expect(try kinds(.residual).contains(.add))
        #expect(try kinds(.pooling).contains(.maxPool))
        #expect(try kinds(.normalised).isSuperset(of: [.normalise, .averagePool]))
        #expect(try kinds(.rearranged).isSuperset(of: [.select, .concatenate, .reshape]))
    }

    /// Two groups, and windows that no square one is.
    @Test func windowsAreGeneral() throws {
        let layers = try (0..<20 as Range<UInt64>).flatMap { seed in
            try RandomNetworks.make(.windowed, seed: seed).nodes.compactMap { node in
                if case .convolution(let layer) = node.operation { layer } else { nil }
            }
        }
        #expect(Set(layers.map(\.groups)) == [1, 2])
        #expect(
            layers.contains { $0.geometry.dilationWidth > 1 && $0.geometry.strideHeight != $0.geometry.strideWidth })
        #expect(layers.contains { $0.geometry.top != $0.geometry.bottom })
    }

    @Test func samplesAreInTheUnitSquareWithThePredictedLabel() throws {
        let network = try RandomNetworks.make(.residual, seed: 4)
        for seed in 0..<20 as Range<UInt64> {
            let sample = RandomNetworks.sample(for: network, seed: seed)
            #expect(sample.pixels.count == 2 && sample.pixels.allSatisfy { (0...1).contains($0) })
            let image = Matrix(rows: 1, columns: 2, elements: sample.pixels)
            #expect(network.evaluator.predictions(image) == [sample.label])
            #expect(RandomNetworks.sample(for: network, seed: seed) == sample)
        }
    }
}

@Suite struct SharedDataTests {
    @Test(.enabled(if: SharedData.isPresent, "needs ../shared"))
    func tablesAreKeyedByTheirHeader() throws {
        let rows = try SharedData.csv("oracles/ten-image-bounds.csv")
        #expect(!rows.isEmpty)
        let columns = Set(rows[0].keys)
        #expect(rows.allSatisfy { Set($0.keys) == columns })
        #expect(columns.count > 5)
    }

    @Test func presenceMeansAFolder() {
        #expect(SharedData.isPresent == (SharedData.folder != nil))
    }
}
