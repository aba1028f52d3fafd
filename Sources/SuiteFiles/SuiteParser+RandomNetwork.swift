import Networks
import Yams

/// Reading networks that are drawn, not read from a file:
///
///     random: { layers: [784, 1024, 1024, 10], init: glorot, seed: 1 }     # fully-connected, ReLUs in between
///     random:
///       input: [1, 28, 28]
///       layers: [conv2d: { out: 16, kernel: 4, stride: 2, padding: 1 }, relu, linear: { out: 10 }]
///       init: he
///       seed: 1
extension SuiteParser {
    private static let randomLayerNames = ["linear", "conv2d", "relu", "max-pool", "average-pool"]

    /// The most values between two layers.
    private static let largestLayer = 1 << 27
    /// The most multiplications of an image by the whole network: what is built from one takes some twenty bytes for each.
    private static let mostProducts = Double(1 << 27)

    func randomNetwork(_ node: Node) -> RandomNetwork? {
        let keys = ["input", "layers", "init", "seed"]
        guard let fields = fields(of: node, what: "random", keys: keys) else { return nil }
        let before = faults.count
        let layers = required("layers", in: fields, hint: "layers: [784, 100, 10]").flatMap { entries($0, "layers") }
        let seed = required("seed", in: fields, hint: "any number, such as seed: 1, draws the same weights everywhere")
            .flatMap { integer($0, "seed", in: 0...Int.max) }
        let initialisation = fields["init"].map {
            choice($0.value, "init", as: RandomNetwork.Initialisation.self)
        }
        guard let layers, let seed, let initialisation = initialisation ?? .glorot else { return nil }
        // Numbers, however odd, are widths.
        let isOfWidths = layers.allSatisfy { node in
            scalar(node).map { !Self.randomLayerNames.contains($0) && $0.first?.isLetter != true } ?? false
        }
        var network = RandomNetwork(input: [1], layers: [], initialisation: initialisation, seed: UInt64(seed))
        if isOfWidths { readWidths(layers, fields, into: &network) } else { readLayers(layers, fields, into: &network) }
        return faults.count == before ? network : nil
    }

    /// `[784, 1024, 10]`: inputs, hidden units, classes.
    private func readWidths(_ nodes: [Node], _ fields: Fields, into network: inout RandomNetwork) {
        if let field = fields["input"] {
            fault("the first width is that of the input", at: field.keyPlace, hint: "remove input")
        }
        guard nodes.count > 1 else {
            fault("layers needs the width of the input and that of the output, found one", at: nodes[0])
            return
        }
        let widths = nodes.compactMap { integer($0, "a layer width", in: 1...1 << 20) }
        guard widths.count == nodes.count else { return }
        let initialisation = network.initialisation
        network = RandomNetwork(widths: widths, initialisation: initialisation, seed: network.seed)
        var builder = NetworkBuilder(input: network.input)
        var products = 0.0
        for (node, width) in zip(nodes, widths).dropFirst() {
            guard check(.linear(outputs: width), at: node, &builder, &products) else { return }
        }
    }

    /// Layers by name, in order.
    private func readLayers(_ nodes: [Node], _ fields: Fields, into network: inout RandomNetwork) {
        guard let input = required("input", in: fields, hint: "input: [1, 28, 28]").flatMap({ inputShape($0, "input") })
        else { return }
        guard !isTooLarge(input, at: nodes[0]) else { return }
        network.input = input
        var builder = NetworkBuilder(input: input)
        var products = 0.0
        for node in nodes {
            guard let layer = randomLayer(node), check(layer, at: node, &builder, &products) else { return }
            network.layers.append(layer)
        }
        if case .linear? = network.layers.last { return }
        fault("the last layer must be linear: its outputs are the classes", at: nodes[nodes.count - 1])
    }

    /// Whether the layer fits those before it, to which it is added without its weights.
    ///
    /// - Parameter products: multiplications of the layers before it.
    private func check(
        _ layer: RandomNetwork.Layer, at node: Node, _ builder: inout NetworkBuilder, _ products: inout Double
    ) -> Bool {
        let shape = builder.shape(of: builder.last)
        products += layer.products(after: shape)
        guard products <= Self.mostProducts else {
            fault(
                "the network is too large: up to this layer an image takes more than \(Int(Self.mostProducts)) "
                    + "multiplications", at: node, hint: "fewer or narrower layers, smaller kernels or less padding")
            return false
        }
        do throws(NetworkFault) { try layer.append(to: &builder) { 0 } } catch {
            fault("\(error)", at: node, hint: "the layer before it gives \(shape)")
            return false
        }
        return !isTooLarge(builder.shape(of: builder.last), at: node)
    }

    private func isTooLarge(_ shape: TensorShape, at node: Node) -> Bool {
        guard shape.extents.reduce(1, { $0 * Double($1) }) > Double(Self.largestLayer) else { return false }
        fault("\(shape) values between two layers are too many", at: node)
        return true
    }

    /// `relu`, `linear: { out: 10 }`, `conv2d: { out: 16, kernel: 4, stride: 2, padding: 1 }`, `max-pool: { kernel: 2 }`.
    private func randomLayer(_ node: Node) -> RandomNetwork.Layer? {
        guard let (name, place, options) = namedEntry(node, what: "a layer") else { return nil }
        func fields(_ keys: [String]) -> Fields? { self.fields(ofOptions: options, at: place, what: name, keys: keys) }
        switch name {
        case "relu": return fields([]).map { _ in .relu }
        case "linear": return fields(["out"]).flatMap { width($0, "linear: { out: 10 }") }.map { .linear(outputs: $0) }
        case "conv2d":
            guard let fields = fields(["out", "kernel", "stride", "padding"]) else { return nil }
            let hint = "conv2d: { out: 16, kernel: 4, stride: 2, padding: 1 }"
            guard let channels = width(fields, hint), let window = window(fields, stride: 1, hint) else { return nil }
            return .conv2d(
                channels: channels, kernel: window.kernel, stride: window.stride, padding: window.padding)
        case "max-pool", "average-pool":
            guard let fields = fields(["kernel", "stride", "padding"]),
                let window = window(fields, stride: nil, "\(name): { kernel: 2 }")
            else { return nil }
            return name == "max-pool"
                ? .maxPool(kernel: window.kernel, stride: window.stride, padding: window.padding)
                : .averagePool(kernel: window.kernel, stride: window.stride, padding: window.padding)
        default:
            fault(
                "no layer of a random network is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: Self.randomLayerNames, called: "its layers"))
            return nil
        }
    }

    private func width(_ fields: Fields, _ hint: String) -> Int? {
        required("out", in: fields, hint: hint).flatMap { integer($0, "out", in: 1...1 << 20) }
    }

    /// - Parameter stride: where none is given; `nil` is the kernel's extent.
    private func window(
        _ fields: Fields, stride standard: Int?, _ hint: String
    ) -> (kernel: Int, stride: Int, padding: Int)? {
        let before = faults.count
        guard let node = required("kernel", in: fields, hint: hint),
            let kernel = integer(node, "kernel", in: 1...1024)
        else { return nil }
        let stride = extent(fields, "stride", least: 1) ?? standard ?? kernel
        let padding = extent(fields, "padding", least: 0) ?? 0
        return faults.count == before ? (kernel, stride, padding) : nil
    }
}

extension RandomNetwork.Layer {
    /// Multiplications of an image, of taps into the padding as well; those of pools are comparisons or additions.
    fileprivate func products(after shape: TensorShape) -> Double {
        func positions(_ kernel: Int, _ stride: Int, _ padding: Int) -> Double {
            shape.extents.suffix(2).reduce(1) { $0 * max(0, Double(($1 + 2 * padding - kernel) / stride + 1)) }
        }
        switch self {
        case .relu: return 0
        case .linear: return Double(weightCount(after: shape))
        case .conv2d(_, let kernel, let stride, let padding):
            return Double(weightCount(after: shape)) * positions(kernel, stride, padding)
        case .maxPool(let kernel, let stride, let padding), .averagePool(let kernel, let stride, let padding):
            return Double(kernel * kernel * (shape.extents.first ?? 1)) * positions(kernel, stride, padding)
        }
    }
}
