import Questions
import SuiteFiles

/// Suite files and the fragments that a command line takes.
enum SuiteTarget {
    static func read(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        do { _ = try SuiteReader.parse(text: text, path: "x.yaml", catalog: catalog, search: search) } catch {
            // Every fault is printed: place, line and caret must fit together.
            _ = "\(error)"
        }
        _ = try? SuiteReader.architecture(text, from: "--architecture")
        _ = try? SuiteReader.method(text, from: "--method", norm: .infinity, catalog: catalog)
    }

    private static let search = FileSearch { $0.hasPrefix("missing") ? nil : "/data/\($0)" }

    private static let catalog = MethodCatalog([
        MethodDescriptor(
            name: "pgd", title: "PGD", summary: "", source: "", claim: .attack, norms: [.two, .infinity],
            options: [
                OptionDescriptor("steps", .integer(1...10_000), default: .integer(40), help: ""),
                OptionDescriptor("step-size", .number(0...1), default: .number(0.01), unit: "pixels", help: ""),
                OptionDescriptor("start", .choice(["sample", "uniform"]), default: .text("sample"), help: ""),
            ], costRank: 10),
        MethodDescriptor(
            name: "milp", title: "MILP", summary: "", source: "", claim: .exact, norms: [.infinity],
            options: [
                OptionDescriptor("time-limit", .duration(0.001...86_400), default: .number(30), unit: "s", help: ""),
                OptionDescriptor("tighten", .boolean, default: .boolean(true), help: ""),
            ], costRank: 50),
    ])

    /// The suites of the repository are further seeds, see `.ci/fuzz`.
    static var seeds: [[UInt8]] {
        let texts = [
            first, second, "pgd: { steps: 3, start: uniform }",
            "{ input: [3, 4, 4], layers: [conv2d: { stride: 2, padding: 1 }, relu, add: { from: 1 }, linear] }",
        ]
        return texts.map { Array($0.utf8) }
    }

    private static let first = """
        suite: s
        dataset: { name: mnist, samples: { first: 10 } }
        networks: [{ id: A, file: a.pth, epsilons: [0.1, 2/255], entry: net, ignore: [x.*] }]
        methods: [pgd: { steps: 20, only: [A] }, milp]
        budget: { per-query: 10 s, memory: 2 GiB }

        """

    private static let second = """
        suite: t
        dataset:
          { name: p, images: x.npy, labels: y.npy, pixels: { scale: 1/255, layout: hwc }, samples: { random: 5, seed: 7 } }
        norm: l2
        x: &a { file: b.npz, epsilons: [1] }
        networks:
          - <<: *a
            id: B
            normalise: { mean: [0.1], deviation: [0.3] }
            architecture: { input: [1, 2, 2], layers: [flatten, linear, relu, linear] }
        methods: [pgd]

        """
}
