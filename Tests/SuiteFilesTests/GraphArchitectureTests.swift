import Networks
import SuiteFiles
import Testing

/// Architectures of general windows, of moved entries and of layers that read any other.
@Suite struct GraphArchitectureTests {
    private func layers(_ text: String) throws -> [ArchitectureSpec.Layer] {
        try #require(try SuiteReader.architecture("{ layers: [\(text)] }", from: "x").layers)
    }

    private func fault(_ text: String) -> String {
        do {
            _ = try SuiteReader.architecture("{ layers: [relu, \(text)] }", from: "x")
            return "none"
        } catch { return error.faults.map { $0.message + ($0.hint.map { " (\($0))" } ?? "") }.joined(separator: "; ") }
    }

    private func steps(_ window: WindowSpec) -> WindowSteps { WindowSteps(window) }

    @Test func `windows are written by axis and by side`() throws {
        let read = try layers(
            """
            conv2d: { stride: [2, 1], padding: [0, 1, 2, 3], dilation: 2, groups: 4, weight: w },
            conv2d: { padding: [1, 2] }, conv2d: { groups: 2, stride: 2, padding: 1 },
            max-pool: { kernel: [2, 3] }, average-pool: { kernel: 2, stride: [1, 2], padding: [0, 1] },
            max-pool: { kernel: 3, dilation: [1, 2], stride: 1 }
            """)
        #expect(
            read == [
                .convolution(
                    weight: "w", bias: nil,
                    steps: steps(
                        WindowSpec(
                            kernelHeight: 1, kernelWidth: 1, strideHeight: 2, top: 0, left: 1, bottom: 2, right: 3,
                            dilationHeight: 2, dilationWidth: 2)), groups: 4),
                .convolution(
                    weight: nil, bias: nil,
                    steps: steps(WindowSpec(kernelHeight: 1, kernelWidth: 1, top: 1, left: 2, bottom: 1, right: 2)),
                    groups: 1),
                .convolution(
                    weight: nil, bias: nil,
                    steps: steps(WindowSpec(kernelHeight: 1, kernelWidth: 1, stride: 2, padding: 1)), groups: 2),
                .windowedMaxPool(
                    window: WindowSpec(kernelHeight: 2, kernelWidth: 3, strideHeight: 2, strideWidth: 3)),
                .windowedAveragePool(
                    window: WindowSpec(kernelHeight: 2, kernelWidth: 2, strideWidth: 2, left: 1, right: 1)),
                .windowedMaxPool(window: WindowSpec(kernelHeight: 3, kernelWidth: 3, dilationWidth: 2)),
            ])
    }

    /// What could be written before keeps its form, and with it every run key.
    @Test func `plain windows keep their form`() throws {
        let read = try layers(
            """
            conv2d: { stride: 2, padding: 1, groups: 1, dilation: 1 }, conv2d, max-pool: { kernel: 2 },
            average-pool: { kernel: 3, stride: 1, padding: 1, dilation: 1 }
            """)
        #expect(
            read == [
                .conv2d(weight: nil, bias: nil, stride: 2, padding: 1),
                .conv2d(weight: nil, bias: nil, stride: 1, padding: 0), .maxPool(kernel: 2, stride: 2, padding: 0),
                .averagePool(kernel: 3, stride: 1, padding: 1),
            ])
    }

    @Test func `entries are moved`() throws {
        let read = try layers(
            """
            select: { indices: [3, -1, 0] }, select: { indices: [0, 1], shape: [1, 1, 2] }, concat: { from: [0, 2, 2] },
            concat: { from: [1], shape: [3] }, reshape: { shape: [16, 49] }
            """)
        #expect(
            read == [
                .select(indices: [3, -1, 0], shape: [3]), .select(indices: [0, 1], shape: [1, 1, 2]),
                .concatenate(from: [0, 2, 2], shape: nil), .concatenate(from: [1], shape: [3]),
                .reshape(shape: [16, 49]),
            ])
    }

    @Test func `any layer may read any before it`() throws {
        let read = try layers(
            """
            relu: { from: 0 }, linear: { weight: w, from: 0 }, flatten: { from: 1 }, add: { from: 2 },
            add: { from: [1, 3] }, normalise: { mean: [0], deviation: [1], from: 4 }, scale: { from: 0 },
            batch-norm: { from: 2 }, max-pool: { kernel: 2, from: 0 }, conv2d: { from: 9 },
            select: { indices: [0], from: 1 }, reshape: { shape: [1], from: 2 }
            """)
        #expect(
            read.prefix(6) == [
                .reading(from: 0, layer: .relu),
                .reading(from: 0, layer: .linear(weight: "w", bias: nil, transposed: false)),
                .reading(from: 1, layer: .flatten), .add(from: 2), .reading(from: 1, layer: .add(from: 3)),
                .reading(from: 4, layer: .normalise(mean: [0], deviation: [1])),
            ])
        #expect(
            read.dropFirst(6).allSatisfy { if case .reading = $0 { true } else { false } }, "\(read.dropFirst(6))")
    }

    @Test(arguments: [
        ("relu: { from: 2 }", "from must be at most 1, found 2"),
        ("relu: { to: 2 }", "unknown key \"to\" in relu (its keys: from)"),
        (
            "conv2d: { stride: [1, 2, 3] }",
            "stride must be a number or [height, width], found a list of 3 (stride: [2, 1])"
        ),
        ("conv2d: { stride: [1, 0] }", "stride must be at least 1, found 0"),
        ("conv2d: { dilation: 0 }", "dilation must be at least 1, found 0"),
        ("conv2d: { groups: [1, 2] }", "groups must be a whole number, found a list"),
        (
            "conv2d: { padding: [1, 2, 3] }",
            "padding must be a number, [height, width] or [top, left, bottom, right], found a list of 3 "
                + "(padding: [0, 1, 1, 1])"
        ),
        ("conv2d: { padding: [1, x] }", "padding must be a whole number, found \"x\""),
        ("max-pool: { stride: 2 }", "max-pool has no \"kernel\" (max-pool: { kernel: 2 })"),
        ("select: { shape: [2] }", "select has no \"indices\" (select: { indices: [0, 2, -1] }; -1 is a zero)"),
        ("select: { indices: [0, -2] }", "an index must be at least -1, found -2"),
        ("select: { indices: [] }", "indices is an empty list"),
        ("concat", "concat has no \"from\" (concat: { from: [1, 2] }; 0 is the image)"),
        ("concat: { from: [0, 2] }", "from must be at most 1, found 2"),
        ("concat: { from: 1 }", "from must be a list, found \"1\""),
        ("add: { from: [0, 1, 1] }", "add has two layers, found a list of 3 (add: { from: [1, 2] })"),
        ("reshape", "reshape has no \"shape\" (reshape: { shape: [16, 49] })"),
        ("reshape: { shape: [0] }", "an extent of shape must be at least 1, found 0"),
        ("concta: { from: [1] }", "no layer is called \"concta\" (did you mean \"concat\"?)"),
    ])
    func `faults say what is meant`(_ text: String, _ expected: String) { #expect(fault(text) == expected) }
}
