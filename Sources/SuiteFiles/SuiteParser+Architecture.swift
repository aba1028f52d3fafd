import Networks
import Yams

extension SuiteParser {
    /// The layers with the keys of their options, beside `from`.
    private static let layerKeys: [(name: String, keys: [String])] = [
        ("linear", ["weight", "bias", "layout", "flatten"]),
        ("conv2d", ["weight", "bias", "stride", "padding", "layout", "dilation", "groups"]), ("relu", []),
        ("max-pool", ["kernel", "stride", "padding", "dilation"]),
        ("average-pool", ["kernel", "stride", "padding", "dilation"]), ("add", []), ("flatten", []),
        ("normalise", ["mean", "deviation"]), ("batch-norm", ["mean", "variance", "weight", "bias", "epsilon"]),
        ("scale", ["weight", "bias"]), ("select", ["indices", "shape"]), ("concat", ["shape"]), ("reshape", ["shape"]),
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

    /// A layer; `from` is the number of the one that it reads, where that is not the one before it.
    private func layer(_ node: Node, number: Int) -> ArchitectureSpec.Layer? {
        guard let (name, place, options) = namedEntry(node, what: "a layer") else { return nil }
        guard let keys = Self.layerKeys.first(where: { $0.name == name })?.keys else {
            fault(
                "no layer is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: Self.layerKeys.map(\.name), called: "layers"))
            return nil
        }
        if name == "normalise", options == nil {
            fault("normalise needs mean and deviation", at: place)
            return nil
        }
        guard let fields = fields(ofOptions: options, at: place, what: name, keys: keys + ["from"]) else { return nil }
        switch name {
        case "add": return addition(fields, number)
        case "concat": return concatenation(fields, number)
        default:
            guard let layer = layer(name, fields) else { return nil }
            guard let from = fields["from"] else { return layer }
            return layerNumber(from.value, before: number).map { .reading(from: $0, layer: layer) }
        }
    }

    private func layer(_ name: String, _ fields: Fields) -> ArchitectureSpec.Layer? {
        switch name {
        case "linear":
            return .linear(
                weight: tensor(fields, "weight"), bias: tensor(fields, "bias"), transposed: isTransposed(fields),
                flatten: fields["flatten"].flatMap {
                    choice($0.value, "flatten", as: ArchitectureSpec.PixelOrder.self)
                })
        case "conv2d": return convolution(fields)
        case "batch-norm": return batchNorm(fields)
        case "scale": return .scale(weight: tensor(fields, "weight"), bias: tensor(fields, "bias"))
        case "max-pool", "average-pool": return pooling(name, fields)
        case "normalise": return normalisation(fields).map { .normalise(mean: $0.mean, deviation: $0.deviation) }
        case "select": return selection(fields)
        case "reshape": return shape(fields, hint: "reshape: { shape: [16, 49] }").map { .reshape(shape: $0) }
        case "flatten": return .flatten
        default: return .relu
        }
    }

    /// `{ mean: bn.running_mean, variance: bn.running_var, weight: bn.weight, bias: bn.bias, epsilon: 1e-5 }`: names of
    /// tensors, all of which may be left out where the file's order decides.
    private func batchNorm(_ fields: Fields) -> ArchitectureSpec.Layer? {
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
        fields(of: node, what: "normalise", keys: ["mean", "deviation"]).flatMap(normalisation)
    }

    private func normalisation(_ fields: Fields) -> NormalisationLayer? {
        let mean = required("mean", in: fields).flatMap { numbers($0, "mean") }
        let deviation = required("deviation", in: fields).flatMap { numbers($0, "deviation") }
        guard let mean, let deviation else { return nil }
        guard mean.count == deviation.count else {
            fault("normalise has \(mean.count) means and \(deviation.count) deviations", at: fields.place)
            return nil
        }
        guard deviation.allSatisfy({ $0 > 0 }) else {
            if let field = fields["deviation"] { fault("every deviation must be more than 0", at: field.value) }
            return nil
        }
        return NormalisationLayer(mean: mean, deviation: deviation)
    }

    func tensor(_ fields: Fields, _ key: String) -> String? {
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
