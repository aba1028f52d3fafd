import Robustness
import SuiteFiles
import Testing

@Suite("What does not fit together once networks are loaded")
struct CompatibilityTests {
    private let text = """
        suite: s
        dataset: { name: mnist, samples: { first: 10 } }
        networks:
          - { id: A, file: a, epsilons: [0.1] }
        methods:
          - lp-all
          - pgd
        """
    private let fitting = NetworkFacts(layers: [.linear, .relu], inputCount: 784, classCount: 10)
    private let images = DatasetFacts(count: 10, shape: [1, 28, 28], largestLabel: 9)

    private func faults(_ network: NetworkFacts, _ dataset: DatasetFacts) throws -> [String] {
        try SuiteReader.compatibilityFaults(
            of: parse(text), catalog: catalog, networks: ["A": network], dataset: dataset
        ).map { "\($0.place.line):\($0.place.column) \($0.message)" }
    }

    @Test func aFittingSuiteHasNone() throws { #expect(try faults(fitting, images) == []) }

    @Test func layersThatAMethodCannotHandle() throws {
        let network = NetworkFacts(layers: [.conv2d, .relu, .maxPool], inputCount: 784, classCount: 10)
        #expect(try faults(network, images) == ["6:5 lp-all cannot handle conv2d, max-pool, which A has"])
    }

    @Test func imagesOfAnotherShape() throws {
        let colour = DatasetFacts(count: 10, shape: [3, 32, 32], largestLabel: 99)
        #expect(
            try faults(fitting, colour) == [
                "4:7 A takes 784 inputs, an image of mnist has 3×32×32 = 3072",
                "4:7 A has 10 classes, mnist has labels up to 99",
            ])
    }

    @Test func moreSamplesThanThereAre() throws {
        let few = DatasetFacts(count: 9, shape: [784], largestLabel: 9)
        #expect(try faults(fitting, few) == ["2:10 the first 10 images are asked for, mnist test has 9 images"])
    }
}
