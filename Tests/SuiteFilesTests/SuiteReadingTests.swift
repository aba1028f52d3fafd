import Datasets
import Networks
import Questions
import SuiteFiles
import Testing

@Suite("A correct suite is read")
struct SuiteReadingTests {
    /// The example of the design.
    static let example = """
        suite: mnist-lpd
        title: LP-trained MNIST networks
        dataset: { name: mnist, split: test, samples: { first: 1000 } }
        networks:
          - { id: LPD-MLP-B-0.1, file: networks/lpd-mlp-b-0.1.safetensors, epsilons: [0.1] }
        methods:
          - pgd: { steps: 40, step-size: 0.01, restarts: 10 }
          - lp-greedy
          - lp-last
          - lp-all
          - milp: { time-limit: 30 s }
          - simplex
        question: robust-error
        perturbation: { norm: inf, input-domain: [0, 1] }  # ε is always in pixel space before normalisation
        reference: label                  # or prediction
        measure: margin
        budget: { per-query: 60 s, memory: 4 GiB, total: 20 min }
        published:                        # optional: figures from a paper, shown beside ours
          - { network: LPD-MLP-B-0.1, epsilon: 0.1, column: lp-all, value: 61.59 % }
        """

    @Test func theExampleOfTheDesign() throws {
        let suite = try parse(Self.example).suite
        #expect(suite.name == "mnist-lpd")
        #expect(suite.title == "LP-trained MNIST networks")
        #expect(suite.dataset == DatasetReference(name: "mnist", split: "test"))
        #expect(suite.samples == .first(1000))
        var network = SuiteNetwork(
            id: "LPD-MLP-B-0.1", file: "/data/networks/lpd-mlp-b-0.1.safetensors", epsilons: [0.1],
            writtenEpsilons: [0.1: "0.1"])
        network.writtenFile = "networks/lpd-mlp-b-0.1.safetensors"
        #expect(suite.networks == [network])
        #expect(suite.methods.map(\.id) == ["pgd", "lp-greedy", "lp-last", "lp-all", "milp", "simplex"])
        #expect(suite.methods[0].call.integer("restarts") == 10)
        #expect(suite.methods[0].call.text("start") == "sample", "defaults are filled in")
        #expect(suite.methods[4].call.number("time-limit") == 30)
        #expect(suite.norm == .infinity && suite.domain == .unit)
        #expect(suite.reference == .label && suite.measure == .margin && suite.cascade)
        #expect(suite.budget == Budget(perQuerySeconds: 60, memoryBytes: 4 << 30))
        #expect(suite.totalSeconds == 1200)
        #expect(
            suite.published == [
                PublishedFigure(
                    network: "LPD-MLP-B-0.1", epsilon: 0.1,
                    column: PublishedColumn(bound: .upper, method: "lp-all"), value: 61.59)
            ])
        #expect(suite.digest == Digest(of: Self.example))
    }

    @Test func anAblation() throws {
        let rows = """
            ablation:
              source: a paper
              rows:
                - { method: milp, removed: nothing, published: { bounding: 3.4 s, solving: 100 ms, nodes-median: 0 } }
                - { method: pgd, removed: everything }
            """
        let cost = Ablation.Cost(boundingSeconds: 3.4, solvingSeconds: 0.1, medianNodes: 0)
        #expect(
            try parse(suite(more: rows)).suite.ablation
                == Ablation(
                    source: "a paper",
                    rows: [
                        .init(method: "milp", removed: "nothing", published: cost),
                        .init(method: "pgd", removed: "everything"),
                    ]))
        #expect(try parse(suite()).suite.ablation == nil)
    }

    @Test func whatIsNotSaidHasDefaults() throws {
        let suite = try parse(suite(dataset: "{ name: cifar10 }", methods: "[clean]")).suite
        #expect(suite.title == "s" && suite.samples == .all && suite.dataset.split == "test")
        #expect(suite.measure == .verdict && suite.cascade && suite.totalSeconds == nil && suite.published.isEmpty)
    }

    @Test func epsilonsMayBeFractionsAndAscend() throws {
        let read = try parse(suite(networks: "[{ id: A, file: a, epsilons: [8/255, 2 / 255, 1e-3] }]")).suite
        #expect(read.networks[0].epsilons == [1e-3, 2.0 / 255, 8.0 / 255])
        #expect(read.epsilonText(2.0 / 255, of: "A") == "2 / 255" && read.epsilonText(8.0 / 255, of: "A") == "8/255")
        #expect(read.epsilonText(1e-3, of: "A") == "1e-3" && read.epsilonText(0.5, of: "A") == "0.5")
    }

    @Test(arguments: [
        ("all", SampleSelection.all), ("{ first: 3 }", .first(3)), ("{ indices: [5, 0] }", .indices([5, 0])),
        ("[5, 0]", .indices([5, 0])), ("{ random: 1000, seed: 7 }", .random(1000, seed: 7)),
        ("{ per-class: 50, seed: 0 }", .perClass(50, seed: 0)),
    ])
    func samplesOfTheDataset(text: String, selection: SampleSelection) throws {
        #expect(try parse(suite(dataset: "{ name: mnist, samples: \(text) }")).suite.samples == selection)
    }

    private let tenLabels = [Int](repeating: 0, count: 10)

    @Test func aMethodMayHaveAnIDAndFewerSamples() throws {
        let methods = "[pgd, { pgd: { id: pgd-50, steps: 50, samples: { first: 2 } } }, { milp: { samples: [3] } }]"
        let read = try parse(suite(methods: methods)).suite
        #expect(read.methods.map(\.id) == ["pgd", "pgd-50", "milp"])
        #expect(read.methods.map(\.samples) == [nil, .first(2), .indices([3])])
        let byNetwork = try parse(
            suite(methods: "[{ pgd: { samples: { first: 5 }, samples-of: { A: { first: 2 } } } }]")
        ).suite
        #expect(byNetwork.positions(of: byNetwork.methods[0], on: "A", labels: tenLabels) == [0, 1])
        #expect(byNetwork.positions(of: byNetwork.methods[0], on: "B", labels: tenLabels) == [0, 1, 2, 3, 4])
        let whole = try parse(
            suite(methods: "[{ pgd: { samples: { first: 5 }, samples-of: { A: all } } }]")
        ).suite
        #expect(whole.positions(of: whole.methods[0], on: "A", labels: tenLabels) == Array(0..<10))
        let byIndex = suite(
            dataset: "{ name: mnist, samples: [9, 7, 5] }", methods: "[{ pgd: { samples: { first: 2 } } }]")
        #expect(try parse(byIndex).suite.methods[0].samples == .indices([9, 7]))
    }

    @Test(arguments: [("200 ms", 0.2), ("30s", 30), ("5 min", 300), ("2 h", 7200), ("45", 45)])
    func durations(text: String, seconds: Double) throws {
        #expect(try parse(suite(more: "budget: { total: \(text) }")).suite.totalSeconds == seconds)
    }

    @Test(arguments: [("64 KiB", 65_536), ("1.5 MiB", 1_572_864), ("2 GB", 2_000_000_000), ("500 MB", 500_000_000)])
    func amountsOfMemory(text: String, bytes: Int) throws {
        #expect(try parse(suite(more: "budget: { memory: \(text) }")).suite.budget.memoryBytes == bytes)
    }

    @Test func perturbationsOfOtherNorms() throws {
        let more = "perturbation: { norm: 2, input-domain: unbounded }"
        let read = try parse(suite(networks: "[{ id: A, file: a, epsilons: [3] }]", methods: "[pgd]", more: more)).suite
        #expect(read.norm == .two && read.domain == nil)
        #expect(read.networks[0].epsilons == [3], "an l2 radius may exceed the width of the domain")
    }

    @Test func architectures() throws {
        let networks = """

              - id: A
                file: a.npz
                epsilons: [0.1]
                normalise: { mean: [0.5], deviation: [0.25] }
                architecture:
                  input: [1, 28, 28]
                  layers:
                    - conv2d: { stride: 2, padding: 1 }
                    - relu
                    - max-pool: { kernel: 2 }
                    - average-pool: { kernel: 3, stride: 1, padding: 1 }
                    - add: { from: 3 }
                    - flatten
                    - linear: { weight: W1, bias: B1, layout: in-out }
                    - linear
                    - normalise: { mean: [0], deviation: [1] }
            """
        let spec = try parse(suite(networks: networks)).suite.networks[0].architecture
        #expect(spec.input == [1, 28, 28])
        #expect(spec.normalise == NormalisationLayer(mean: [0.5], deviation: [0.25]))
        #expect(
            spec.layers == [
                .conv2d(weight: nil, bias: nil, stride: 2, padding: 1), .relu,
                .maxPool(kernel: 2, stride: 2, padding: 0), .averagePool(kernel: 3, stride: 1, padding: 1),
                .add(from: 3), .flatten, .linear(weight: "W1", bias: "B1", transposed: true),
                .linear(weight: nil, bias: nil, transposed: false), .normalise(mean: [0], deviation: [1]),
            ])
    }

    @Test func whatOtherFrameworksAndCheckpointsNeed() throws {
        let networks = """

              - id: A
                file: a.pth
                epsilons: [0.1]
                entry: ema.state_dict
                ignore: [normalize.*, epoch]
                architecture:
                  layers:
                    - conv2d: { layout: hwio }
                    - batch-norm: { mean: m, variance: v, weight: g, bias: b, epsilon: 1e-3 }
                    - batch-norm
                    - scale: { weight: g2, bias: b2 }
                    - linear: { flatten: hwc }
              - { id: B, file: b.pth, epsilons: [0.1], ignore: epoch }
            """
        let read = try parse(suite(networks: networks)).suite.networks
        #expect(read[0].architecture.entry == "ema.state_dict")
        #expect(read.map(\.architecture.ignore) == [["normalize.*", "epoch"], ["epoch"]])
        #expect(
            read[0].architecture.layers == [
                .conv2d(weight: nil, bias: nil, stride: 1, padding: 0, layout: .hwio),
                .batchNorm(weight: "g", bias: "b", mean: "m", variance: "v", epsilon: 1e-3),
                .batchNorm(weight: nil, bias: nil, mean: nil, variance: nil, epsilon: nil),
                .scale(weight: "g2", bias: "b2"),
                .linear(weight: nil, bias: nil, transposed: false, flatten: .hwc),
            ])
    }

    @Test(arguments: [
        ("conv2d: { layout: whio }", "layout must be one of oihw, hwio"),
        ("linear: { flatten: whc }", "flatten must be one of chw, hwc"),
        ("batch-norm: { epsilon: -1 }", "epsilon must not be negative"),
        ("batch-norm: { weight: g }", "batch-norm names its weight but not its mean"),
    ])
    func faultsOfLayers(_ example: (layer: String, message: String)) {
        let networks = "[{ id: A, file: a, epsilons: [0.1], architecture: { layers: [\(example.layer)] } }]"
        #expect(faults(suite(networks: networks)).contains { $0.message.contains(example.message) })
    }

    @Test func scaledPixels() throws {
        let read = try parse(suite(dataset: "{ name: m, images: x.npy, labels: y.npy, pixels: { scale: 1/255 } }"))
        #expect(read.suite.dataset.pixelScale == 1.0 / 255)
        for (pixels, layout) in [
            ("layout: hwc", PixelLayout.hwc), ("layout: hwc, scale: 2", .hwc), ("layout: chw", nil),
        ] {
            let read = try parse(suite(dataset: "{ name: m, images: x.npy, labels: y.npy, pixels: { \(pixels) } }"))
            #expect(read.suite.dataset.pixelLayout == layout, "channels first is what is meant anyway")
        }
        let own = "images: x.npy, labels: y.npy"
        for (dataset, message) in [
            ("{ name: m, \(own), pixels: { scale: 0 } }", "scale must be more than 0"),
            ("{ name: m, \(own), pixels: {} }", "pixels says nothing"),
            ("{ name: m, \(own), pixels: { factor: 2 } }", "unknown key \"factor\" in pixels"),
            ("{ name: m, \(own), pixels: { layout: nhwc } }", "layout must be one of chw, hwc"),
            ("{ name: mnist, pixels: { layout: hwc } }", "only of images of one's own"),
            ("{ name: mnist, pixels: { scale: 1/255 } }", "only of images of one's own"),
        ] {
            #expect(faults(suite(dataset: dataset)).contains { $0.message.contains(message) }, "\(dataset)")
        }
    }

    @Test(arguments: [
        ("pgd", PublishedColumn(bound: .lower, method: "pgd")),
        ("test-error", PublishedColumn(bound: .testError, method: nil)),
        ("milp-lower", PublishedColumn(bound: .lower, method: "milp")),
        ("milp-upper", PublishedColumn(bound: .upper, method: "milp")),
    ])
    func publishedColumns(text: String, column: PublishedColumn) throws {
        let more = "published: [{ network: A, epsilon: 0.1, column: \(text), value: 5 %, source: Table 1 }]"
        #expect(try parse(suite(more: more)).suite.published.map(\.column) == [column])
    }

    @Test func publishedShares() throws {
        let more =
            "published: [{ network: A, epsilon: 0.1, shares: { β-CROWN: 71 %, with cuts: 70.5 % }, source: Table 1 }, "
            + "{ network: A, epsilon: 0.1, column: pgd, value: 5 % }]"
        let read = try parse(suite(more: more)).suite
        #expect(read.published.count == 1)
        #expect(
            read.publishedShares == [
                PublishedShares(
                    network: "A", epsilon: 0.1,
                    shares: [.init(verifier: "β-CROWN", percent: 71), .init(verifier: "with cuts", percent: 70.5)],
                    source: "Table 1")
            ])
        let first = "network: A, epsilon: 0.1, shares"
        for (entries, message) in [
            ("{ \(first): { x: 71 } }", "a share must be a percentage"),
            ("{ \(first): { x: 101 % } }", "a share must lie in 0 % … 100 %"),
            ("{ \(first): {} }", "shares must be a mapping of verifiers, found an empty one"),
            ("{ \(first): [71 %] }", "shares must be a mapping of verifiers, found a list"),
            ("{ \(first): { x: 1 % }, column: pgd }", "unknown key \"column\" in published shares"),
            ("{ network: B, epsilon: 0.1, shares: { x: 1 % } }", "the suite has no network \"B\""),
            ("{ network: A, epsilon: 0.7, shares: { x: 1 % } }", "A is not run at ε = 0.7"),
            ("{ \(first): { x: 1 % } }, { \(first): { y: 1 % } }", "shares of A at this size are given twice"),
        ] {
            let found = faults(suite(more: "published: [\(entries)]")).map(\.message)
            #expect(found.contains { $0.contains(message) }, "\(entries): \(found)")
        }
    }

    @Test func imagesOfOnesOwn() throws {
        let read = try parse(suite(dataset: "{ name: mine, split: all, images: x.npy, labels: y.npy }")).suite
        #expect(
            read.dataset
                == DatasetReference(name: "mine", split: "all", images: "/data/x.npy", labels: "/data/y.npy"))
    }
}
