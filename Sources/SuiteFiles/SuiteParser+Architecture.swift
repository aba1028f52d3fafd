import Networks
import Yams

extension SuiteParser {
    private static let layerNames = [
        "linear", "conv2d", "relu", "max-pool", "average-pool", "add", "flatten", "normalise", "batch-norm", "scale",
    ]

    /// The architecture of a network whose file has only tensors; `nil` where it has faults.
    func architecture(_ node: Node) -> ArchitectureSpec? {
        let keys = ["input", "layers", "normalise"]
        guard let fields = fields(of: node, what: "the architecture", keys: keys) else { return nil }
        let before = faults.count
        var spec = ArchitectureSpec()
        if let input = fields["input"] { spec.input = inputShape(input.value, "input") }
        if let layers = fields["layers"], let entries = entries(layers.value, "layers") {
            spec.layers = entries.enumerated().compactMap { layer($0.element, number: $0.offset + 1) }
        }
        if let field = fields["normalise"] { spec.normalise = normalisation(field.value) }
        return faults.count == before ? spec : nil
    }

    /// The shape of an image; `name` is the key.
    func inputShape(_ node: Node, _ name: String) -> TensorShape? {
        guard let entries = entries(node, name) else { return nil }
        let extents = entries.compactMap { integer($0, "an extent of \(name)", in: 1...1 << 24) }
        guard extents.count == entries.count else { return nil }
        guard extents.count == 1 || extents.count == 3 else {
            fault(
                "\(name) must have one extent or three, found \(extents.count)", at: node,
                hint: "a vector: [784]; an image: [channels, height, width]")
            return nil
        }
        return TensorShape(extents)
    }

    private func layer(_ node: Node, number: Int) -> ArchitectureSpec.Layer? {
        guard let (name, place, options) = namedEntry(node, what: "a layer") else { return nil }
        switch name {
        case "relu", "flatten":
            if let options { fault("\(name) takes no options", at: options) }
            return name == "relu" ? .relu : .flatten
        case "linear":
            guard
                let fields = fields(
                    ofOptions: options, at: place, what: name, keys: ["weight", "bias", "layout", "flatten"])
            else {
                return nil
            }
            return .linear(
                weight: tensor(fields, "weight"), bias: tensor(fields, "bias"), transposed: isTransposed(fields),
                flatten: fields["flatten"].flatMap {
                    choice($0.value, "flatten", as: ArchitectureSpec.PixelOrder.self)
                })
        case "conv2d":
            let keys = ["weight", "bias", "stride", "padding", "layout"]
            guard let fields = fields(ofOptions: options, at: place, what: name, keys: keys) else { return nil }
            return .conv2d(
                weight: tensor(fields, "weight"), bias: tensor(fields, "bias"),
                stride: extent(fields, "stride", least: 1) ?? 1, padding: extent(fields, "padding", least: 0) ?? 0,
                layout: fields["layout"].flatMap {
                    choice($0.value, "layout", as: ArchitectureSpec.KernelLayout.self)
                })
        case "batch-norm": return batchNorm(options, place)
        case "scale":
            guard let fields = fields(ofOptions: options, at: place, what: name, keys: ["weight", "bias"]) else {
                return nil
            }
            return .scale(weight: tensor(fields, "weight"), bias: tensor(fields, "bias"))
        case "max-pool", "average-pool":
            guard
                let fields = fields(ofOptions: options, at: place, what: name, keys: ["kernel", "stride", "padding"]),
                required("kernel", in: fields, hint: "\(name): { kernel: 2 }") != nil,
                let kernel = extent(fields, "kernel", least: 1)
            else { return nil }
            let stride = extent(fields, "stride", least: 1) ?? kernel
            let padding = extent(fields, "padding", least: 0) ?? 0
            return name == "max-pool"
                ? .maxPool(kernel: kernel, stride: stride, padding: padding)
                : .averagePool(kernel: kernel, stride: stride, padding: padding)
        case "add":
            guard let fields = fields(ofOptions: options, at: place, what: name, keys: ["from"]),
                let from = required("from", in: fields, hint: "layers count from 1; 0 is the image")
            else { return nil }
            return integer(from, "from", in: 0...max(0, number - 1)).map { .add(from: $0) }
        case "normalise":
            guard let options else {
                fault("normalise needs mean and deviation", at: place)
                return nil
            }
            return normalisation(options).map { .normalise(mean: $0.mean, deviation: $0.deviation) }
        default:
            fault(
                "no layer is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: Self.layerNames, called: "layers"))
            return nil
        }
    }

    /// `{ mean: bn.running_mean, variance: bn.running_var, weight: bn.weight, bias: bn.bias, epsilon: 1e-5 }`: names of
    /// tensors, all of which may be left out where the file's order decides.
    private func batchNorm(_ options: Node?, _ place: SuitePlace) -> ArchitectureSpec.Layer? {
        let keys = ["mean", "variance", "weight", "bias", "epsilon"]
        guard let fields = fields(ofOptions: options, at: place, what: "batch-norm", keys: keys) else { return nil }
        var epsilon: Double?
        if let field = fields["epsilon"] {
            guard let value = number(field.value, "epsilon") else { return nil }
            guard value >= 0 else {
                fault("epsilon must not be negative, found \(value)", at: field.value)
                return nil
            }
            epsilon = value
        }
        for key in ["variance", "weight", "bias"] where fields["mean"] == nil {
            guard let field = fields[key] else { continue }
            fault(
                "batch-norm names its \(key) but not its mean", at: field.keyPlace,
                hint: "name all tensors, or none: { mean: …, variance: …, weight: …, bias: … }")
            return nil
        }
        return .batchNorm(
            weight: tensor(fields, "weight"), bias: tensor(fields, "bias"), mean: tensor(fields, "mean"),
            variance: tensor(fields, "variance"), epsilon: epsilon)
    }

    /// `{ mean: [0.1307], deviation: [0.3081] }`, one entry per channel.
    func normalisation(_ node: Node) -> NormalisationLayer? {
        guard let fields = fields(of: node, what: "normalise", keys: ["mean", "deviation"]) else { return nil }
        let mean = required("mean", in: fields).flatMap { numbers($0, "mean") }
        let deviation = required("deviation", in: fields).flatMap { numbers($0, "deviation") }
        guard let mean, let deviation else { return nil }
        guard mean.count == deviation.count else {
            fault("normalise has \(mean.count) means and \(deviation.count) deviations", at: node)
            return nil
        }
        guard deviation.allSatisfy({ $0 > 0 }) else {
            fault("every deviation must be more than 0", at: fields["deviation"]?.value ?? node)
            return nil
        }
        return NormalisationLayer(mean: mean, deviation: deviation)
    }

    private func tensor(_ fields: Fields, _ key: String) -> String? {
        fields[key].flatMap { text($0.value, key) }
    }

    func extent(_ fields: Fields, _ key: String, least: Int) -> Int? {
        fields[key].flatMap { integer($0.value, key, in: least...1 << 24) }
    }

    /// Weights are out × in unless the file says `layout: in-out`.
    private func isTransposed(_ fields: Fields) -> Bool {
        guard let layout = fields["layout"] else { return false }
        switch scalar(layout.value) {
        case "in-out": return true
        case "out-in": return false
        default:
            fault("layout must be out-in or in-out, found \(describe(layout.value))", at: layout.value)
            return false
        }
    }
}
