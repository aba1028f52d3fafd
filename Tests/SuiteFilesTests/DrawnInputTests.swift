import Datasets
import Foundation
import Networks
import Questions
import SuiteFiles
import Testing

/// Random networks, random images and joined classes in suites.
@Suite("What is drawn instead of read")
struct DrawnInputTests {
    private func network(_ random: String) throws -> SuiteNetwork {
        try #require(try parse(suite(networks: "[{ id: A, epsilons: [0.1], random: \(random) }]")).suite.networks.first)
    }

    private func faults(random: String) -> [SuiteFault] {
        SuiteFilesTests.faults(suite(networks: "[{ id: A, epsilons: [0.1], random: \(random) }]"))
    }

    @Test func widthsAlone() throws {
        let network = try network("{ layers: [784, 100, 10], seed: 4 }")
        #expect(network.architecture.random == RandomNetwork(widths: [784, 100, 10], seed: 4))
        #expect(network.file.isEmpty)
        let he = try self.network("{ layers: [784, 10], init: he, seed: 4 }")
        #expect(he.architecture.random == RandomNetwork(widths: [784, 10], initialisation: .he, seed: 4))
    }

    @Test func layersByName() throws {
        let layers =
            "[conv2d: { out: 16, kernel: 4, stride: 2, padding: 1 }, relu, max-pool: { kernel: 2 }, "
            + "average-pool: { kernel: 3, stride: 1, padding: 1 }, linear: { out: 20 }, relu, linear: { out: 10 }]"
        let network = try network("{ input: [1, 28, 28], layers: \(layers), init: glorot, seed: 1 }")
        let expected = RandomNetwork(
            input: [1, 28, 28],
            layers: [
                .conv2d(channels: 16, kernel: 4, stride: 2, padding: 1), .relu,
                .maxPool(kernel: 2, stride: 2, padding: 0), .averagePool(kernel: 3, stride: 1, padding: 1),
                .linear(outputs: 20), .relu, .linear(outputs: 10),
            ], seed: 1)
        #expect(network.architecture.random == expected)
        #expect(try expected.network().classCount == 10)
    }

    @Test(
        arguments: [
            ("{ layers: [784, 10] }", "random has no \"seed\"", "{ layers"),
            ("{ seed: 1 }", "random has no \"layers\"", "{ seed"),
            (
                "{ layers: [784], seed: 1 }", "layers needs the width of the input and that of the output, found one",
                "784]"
            ),
            ("{ layers: [784, 0], seed: 1 }", "a layer width must be at least 1, found 0", "0], seed"),
            (
                "{ layers: [784, 10], seed: 1, init: xavier }", "init must be one of glorot, he, found \"xavier\"",
                "xavier"
            ),
            (
                "{ layers: [1000000, 1000000], seed: 1 }",
                "the network is too large: up to this layer an image takes more than 134217728 multiplications",
                "1000000], seed"
            ),
            ("{ layers: [4, 3.5, 2], seed: 1 }", "a layer width must be a whole number, found \"3.5\"", "3.5"),
            (
                "{ input: [1, 2, 2], layers: [conv2d: { out: 16, kernel: 1024, padding: 1023 }, linear: { out: 2 }], seed: 1 }",
                "the network is too large: up to this layer an image takes more than 134217728 multiplications",
                "conv2d"
            ),
            ("{ layers: [784, 10], input: [784], seed: 1 }", "the first width is that of the input", "input"),
            ("{ layers: [relu, linear: { out: 2 }], seed: 1 }", "random has no \"input\"", "{ layers"),
            (
                "{ input: [784], layers: [relu, lineal: { out: 2 }], seed: 1 }",
                "no layer of a random network is called \"lineal\"", "lineal"
            ),
            ("{ input: [784], layers: [linear: {}], seed: 1 }", "linear has no \"out\"", "{}"),
            (
                "{ input: [784], layers: [linear: { out: 9 }, relu], seed: 1 }",
                "the last layer must be linear: its outputs are the classes", "relu]"
            ),
            (
                "{ input: [1, 4, 4], layers: [conv2d: { out: 2, kernel: 9 }, linear: { out: 2 }], seed: 1 }",
                "conv2d layer (node 1): expected shape a window that fits 4×4 with padding 0, found 9×9, stride 1",
                "conv2d"
            ),
            (
                "{ input: [16], layers: [conv2d: { out: 2, kernel: 3 }, linear: { out: 2 }], seed: 1 }",
                "conv2d layer (node 1): expected shape channels×height×width, found 16", "conv2d"
            ),
        ])
    func whatIsNoNetwork(_ random: String, message: String, caretAt part: String) throws {
        let found = faults(random: random)
        #expect(found.map(\.message) == [message])
        let fault = try #require(found.first)
        let start = try #require(fault.sourceLine.range(of: part)).lowerBound
        let column = fault.sourceLine.distance(from: fault.sourceLine.startIndex, to: start) + 1
        #expect(fault.place == SuitePlace(line: 3, column: column))
    }

    @Test func aWindowThatDoesNotFitSaysWhatItGets() {
        let found = faults(
            random: "{ input: [3, 4, 4], layers: [conv2d: { out: 2, kernel: 9 }, linear: { out: 2 }], seed: 1 }")
        #expect(found.first?.hint == "the layer before it gives 3×4×4")
    }

    @Test(arguments: ["file: a.pth", "architecture: { input: [4] }", "entry: net", "ignore: x", "normalise: {}"])
    func whatOnlyFilesHave(_ key: String) {
        let found = SuiteFilesTests.faults(
            suite(networks: "[{ id: A, epsilons: [0.1], random: { layers: [4, 2], seed: 1 }, \(key) }]"))
        let name = key.prefix { $0 != ":" }
        #expect(found.map(\.message) == ["\(name) is for networks of files, this one is random"])
        #expect(found.first?.hint == "remove \(name) or random")
    }

    // MARK: Images

    private static let images = "{ name: random, shape: [3, 32, 32], seed: 1, count: 10 }"

    @Test func imagesThatAreDrawn() throws {
        let suite = try parse(suite(dataset: Self.images, more: "reference: prediction")).suite
        #expect(suite.dataset == DatasetReference(RandomImages(shape: [3, 32, 32], seed: 1, count: 10)))
        #expect(suite.samples == .all)
    }

    @Test(
        arguments: [
            ("{ name: random, seed: 1, count: 10 }", "the dataset has no \"shape\""),
            ("{ name: random, shape: [784], count: 10 }", "the dataset has no \"seed\""),
            ("{ name: random, shape: [784], seed: 1 }", "the dataset has no \"count\""),
            ("{ name: random, shape: [28, 28], seed: 1, count: 9 }", "shape must have one extent or three, found 2"),
            (
                "{ name: random, shape: [16000, 16000, 16000], seed: 1, count: 9 }",
                "9 images of 16000×16000×16000 are too many to keep in memory"
            ),
            ("{ name: random, shape: [784], seed: 1, count: 9, split: test }", "unknown key \"split\" in the dataset"),
            ("{ name: mnist, shape: [784] }", "unknown key \"shape\" in the dataset"),
        ])
    func whatAreNoImages(_ dataset: String, message: String) {
        let found = SuiteFilesTests.faults(suite(dataset: dataset, more: "reference: prediction"))
        #expect(found.map(\.message) == [message])
    }

    @Test func randomImagesHaveNoTrueClass() {
        let label = SuiteFilesTests.faults(suite(dataset: Self.images))
        #expect(label.map(\.message) == ["random images have no true class"])
        #expect(label.first?.hint == "reference: prediction asks about the class that the network predicts")
        let clean = SuiteFilesTests.faults(
            suite(dataset: Self.images, methods: "[clean, pgd]", more: "reference: prediction"))
        #expect(clean.map(\.message) == ["clean counts wrong classes, and random images have no true class"])
    }

    // MARK: Classes

    @Test func classesThatAreJoined() throws {
        let suite = try parse(suite(dataset: "{ name: mnist, classes: [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]] }")).suite
        #expect(suite.dataset.classes == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]])
        #expect(try parse(SuiteFilesTests.suite()).suite.dataset.classes == nil)
    }

    @Test(
        arguments: [
            ("[[0, 1]]", "classes must be joined into two groups or more, found one"),
            ("[[0, 1], [1, 2]]", "class 1 appears twice in classes"),
            ("[[0, 0], [1]]", "class 0 appears twice in classes"),
            ("[0, 1]", "a group of classes must be a list, found \"0\""),
            ("[[0], [-1]]", "a class must be at least 0, found -1"),
            ("[[0], []]", "a group of classes is an empty list"), ("3", "classes must be a list, found \"3\""),
        ])
    func whatAreNoGroups(_ classes: String, message: String) {
        let found = SuiteFilesTests.faults(suite(dataset: "{ name: mnist, classes: \(classes) }"))
        #expect(found.first?.message == message)
    }
}
