import Datasets
import Networks
import Questions
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
    private let fitting = NetworkFacts(layers: [.linear, .relu], inputShape: [784], classCount: 10)
    private let images = DatasetFacts(count: 10, shape: [1, 28, 28], largestLabel: 9)

    private func faults(_ network: NetworkFacts, _ dataset: DatasetFacts) throws -> [String] {
        try SuiteReader.compatibilityFaults(
            of: parse(text), catalog: catalog, networks: ["A": network], dataset: dataset
        ).map { "\($0.place.line):\($0.place.column) \($0.message)" }
    }

    @Test func aFittingSuiteHasNone() throws { #expect(try faults(fitting, images) == []) }

    @Test func layersThatAMethodCannotHandle() throws {
        let network = NetworkFacts(layers: [.conv2d, .relu, .maxPool], inputShape: [784], classCount: 10)
        #expect(try faults(network, images) == ["6:5 lp-all cannot handle conv2d, max-pool, which A has"])
    }

    @Test func imagesOfAnotherShape() throws {
        let colour = DatasetFacts(count: 10, shape: [3, 32, 32], largestLabel: 99)
        #expect(
            try faults(fitting, colour) == [
                "4:7 A takes 784 inputs, an image of mnist has 3×32×32 = 3072 inputs",
                "4:7 A has 10 classes, mnist has labels up to 99",
            ])
    }

    private static let layout = "pixels: { layout: hwc } in a suite or a recipe, --pixel-layout hwc on the command line"
    private static let channelsLast = "channels last? say so: \(layout)"

    /// Shapes are compared, not numbers of pixels.
    @Test(arguments: [
        ([3, 4, 5], [4, 5, 3], channelsLast), ([3, 4, 5], [5, 3, 4], "channels first? then leave the layout hwc out"),
        ([3, 4, 5], [60], "in which order were they flattened? reshape the images to N×3×4×5"),
        ([3, 4, 5], [5, 4, 3], "bring the images into the shape N×3×4×5"),
        ([3, 4, 4], [4, 4, 3], channelsLast), ([3, 4, 4], [4, 3, 4], "channels first? then leave the layout hwc out"),
    ])
    func imagesInAnotherOrder(_ example: (network: [Int], image: [Int], hint: String)) throws {
        let network = NetworkFacts(layers: [.linear], inputShape: TensorShape(example.network), classCount: 10)
        let facts = DatasetFacts(count: 10, shape: example.image, largestLabel: 9)
        let found = try SuiteReader.compatibilityFaults(
            of: parse(text), catalog: catalog, networks: ["A": network], dataset: facts)
        let words = (TensorShape(example.network), TensorShape(example.image))
        #expect(found.map(\.message) == ["A takes \(words.0), an image of mnist has \(words.1)"])
        #expect(found.map(\.hint) == [example.hint])
    }

    @Test(arguments: [
        ([784], [1, 28, 28]), ([784], [28, 28, 1]), ([1, 28, 28], [784]), ([1, 28, 28], [28, 28, 1]),
        ([48], [3, 4, 4]), ([3, 4, 4], [3, 4, 4]), ([1, 784, 1], [784]),
    ])
    func shapesThatHoldTheSameNumbersInTheSameOrder(_ example: (network: [Int], image: [Int])) throws {
        let network = NetworkFacts(layers: [.linear], inputShape: TensorShape(example.network), classCount: 10)
        #expect(try faults(network, DatasetFacts(count: 10, shape: example.image, largestLabel: 9)) == [])
    }

    /// A vector may have been made from either order.
    @Test func channelsLastForAVector() throws {
        let network = NetworkFacts(layers: [.linear], inputShape: [48], classCount: 10)
        let found = try SuiteReader.compatibilityFaults(
            of: parse(text), catalog: catalog, networks: ["A": network],
            dataset: DatasetFacts(count: 10, shape: [4, 4, 3], largestLabel: 9))
        #expect(found.map(\.message) == ["A takes 48 inputs, an image of mnist has 4×4×3, channels last"])
        #expect(
            found.map(\.hint) == [
                "if the network was trained on channels first: \(Self.layout); otherwise reshape the images to N×48"
            ])
    }

    @Test func oneOutput() throws {
        let network = NetworkFacts(layers: [.linear], inputShape: [784], classCount: 1)
        #expect(
            try faults(network, images) == ["4:7 A has one output only: there is no other class to compare with"])
    }

    @Test func pixelsOutsideTheDomain() throws {
        var stray = images
        stray.strayPixel = StrayPixel(image: 3, pixel: 7, value: 1.5)
        #expect(
            try faults(fitting, stray) == ["2:10 mnist: pixel 7 of image 3 is 1.5, outside the input domain [0, 1]"])
        let set = Dataset(name: "m", split: "t", shape: [1], labels: [0, 1], pixels: [0.5, 255])
        #expect(DatasetFacts(set, domain: .unit).strayPixel == StrayPixel(image: 1, pixel: 0, value: 255))
        #expect(DatasetFacts(set, domain: nil).strayPixel == nil)
    }

    @Test func moreSamplesThanThereAre() throws {
        let few = DatasetFacts(count: 9, shape: [784], largestLabel: 9)
        #expect(try faults(fitting, few) == ["2:10 the first 10 images are asked for, mnist test has 9 images"])
    }
}
