import Datasets
import NetworkFiles
import Questions
import SuiteFiles
import Yams

/// Walks the tree of a recipe and collects every fault on the way. What cannot be read is `nil`, and a `nil` always has a
/// fault that says why.
final class RecipeParser {
    let path: String
    let lines: [String]
    var faults: [SuiteFault] = []

    init(path: String, text: String) {
        self.path = path
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    func recipe(_ root: Node) -> Recipe? {
        let keys = [
            "recipe", "network", "data", "loss", "epsilon", "optimiser", "decay", "weight-decay", "epochs", "batch",
            "seed", "output", "precision", "measure",
        ]
        guard let fields = mapping(root, "the recipe", keys) else { return nil }
        for key in ["recipe", "network", "data", "loss", "epochs", "output"] where fields[key] == nil {
            fault("the recipe has no \"\(key)\"", root)
        }
        let name = fields["recipe"].flatMap { text($0, "recipe") }
        let architecture = fields["network"].flatMap(architecture)
        let data = fields["data"].flatMap(data)
        let loss = fields["loss"].flatMap(loss)
        let epochs = fields["epochs"].flatMap { integer($0, "epochs", 1...100_000) }
        let output = fields["output"].flatMap { text($0, "output") }
        let epsilon = fields["epsilon"].flatMap(epsilon)
        if let loss, loss.usesEpsilon, fields["epsilon"] == nil {
            fault("the loss \(loss.name) needs an epsilon", root, hint: "epsilon: 0.1")
        }
        if let loss, loss.isForFullyConnected, case .cnnSmall? = architecture, let node = fields["loss"] {
            fault("\(loss.name) is for fully-connected networks", node, hint: "for cnn-small there are ibp and mmr")
        }
        let optimiser = fields["optimiser"].flatMap(optimiser)
        let decay = fields["decay"].flatMap(decay)
        let weightDecay = fields["weight-decay"].flatMap(weightDecay)
        let batch = fields["batch"].flatMap { integer($0, "batch", 1...100_000) }
        let seed = fields["seed"].flatMap { integer($0, "seed", 0...Int.max) }
        let precision = fields["precision"].flatMap(precision)
        let measure = fields["measure"].flatMap(measure)
        guard let name, let architecture, let data, let loss, let epochs, let output else { return nil }
        var recipe = Recipe(
            name: name, architecture: architecture, data: data.reference, loss: loss, epochs: epochs, output: output)
        recipe.from = data.from
        recipe.count = data.count
        if let epsilon { recipe.epsilon = epsilon }
        if let optimiser { recipe.optimiser = optimiser }
        recipe.decay = decay
        if let weightDecay { (recipe.l1, recipe.l2) = weightDecay }
        if let batch { recipe.batch = batch }
        if let seed { recipe.seed = UInt64(seed) }
        recipe.precision = precision
        recipe.measure = measure
        return recipe
    }

    // MARK: Parts

    private func architecture(_ node: Node) -> Recipe.Architecture? {
        if node.scalar?.string == "cnn-small" { return .cnnSmall }
        guard case .mapping = node else {
            fault("network must be cnn-small or { hidden: [100, 100] }", node)
            return nil
        }
        guard let fields = mapping(node, "the network", ["hidden"]) else { return nil }
        guard let hidden = fields["hidden"], case .sequence(let widths) = hidden, !widths.isEmpty else {
            fault("the network needs hidden: a list of layer widths", node, hint: "hidden: [100, 100]")
            return nil
        }
        let values = widths.compactMap { integer($0, "a layer width", 1...100_000) }
        return values.count == widths.count ? .fullyConnected(hidden: values) : nil
    }

    private func precision(_ node: Node) -> WeightPrecision? {
        if let precision = node.scalar.flatMap({ WeightPrecision(rawValue: $0.string) }) { return precision }
        fault("precision must be \(WeightPrecision.allCases.map(\.rawValue).joined(separator: " or "))", node)
        return nil
    }

    private func data(_ node: Node) -> (reference: DatasetReference, from: Int, count: Int?)? {
        let keys = ["name", "split", "from", "count", "images", "labels", "pixels"]
        guard let fields = mapping(node, "data", keys), let reference = reference(fields, node, split: "train") else {
            return nil
        }
        let from = fields["from"].flatMap { integer($0, "from", 0...Int.max) } ?? 0
        return (reference, from, fields["count"].flatMap { integer($0, "count", 1...Int.max) })
    }

    private func measure(_ node: Node) -> Recipe.Measure? {
        let keys = ["name", "split", "epsilon", "images", "labels", "pixels"]
        guard let fields = mapping(node, "measure", keys), let reference = reference(fields, node, split: "test") else {
            return nil
        }
        guard let epsilon = fields["epsilon"] else {
            fault("measure has no \"epsilon\"", node)
            return nil
        }
        return number(epsilon, "epsilon", 0...1).map { Recipe.Measure(data: reference, epsilon: $0) }
    }

    private func reference(_ fields: [String: Node], _ node: Node, split: String) -> DatasetReference? {
        guard let name = fields["name"].flatMap({ text($0, "name") }) else {
            if fields["name"] == nil { fault("no \"name\" of a dataset", node, hint: "name: mnist") }
            return nil
        }
        let images = fields["images"].flatMap { text($0, "images") }
        let labels = fields["labels"].flatMap { text($0, "labels") }
        let split = fields["split"].flatMap { text($0, "split") } ?? split
        var scale: Double?
        if let pixels = fields["pixels"] {
            guard let fields = mapping(pixels, "pixels", ["scale"]) else { return nil }
            scale = fields["scale"].flatMap(\.scalar).flatMap { Quantities.number($0.string) }
            guard let scale, scale > 0 else {
                fault("pixels needs a scale, more than 0", pixels, hint: "pixels: { scale: 1/255 }")
                return nil
            }
            guard images != nil else {
                fault("pixels are scaled only for images of one's own", pixels)
                return nil
            }
        }
        return DatasetReference(name: name, split: split, images: images, labels: labels, pixelScale: scale)
    }

    private func epsilon(_ node: Node) -> Recipe.Epsilon? {
        if case .scalar = node { return number(node, "epsilon", 0...1).map { Recipe.Epsilon(final: $0) } }
        guard let fields = mapping(node, "epsilon", ["final", "start", "ramp"]) else { return nil }
        guard let node = fields["final"] else {
            fault("epsilon has no \"final\"", node)
            return nil
        }
        let start = fields["start"].flatMap { number($0, "start", 0...1) }
        let ramp = fields["ramp"].flatMap { integer($0, "ramp", 0...100_000) }
        return number(node, "final", 0...1).map { Recipe.Epsilon(final: $0, start: start, ramp: ramp ?? 0) }
    }

    private func optimiser(_ node: Node) -> Recipe.OptimiserSpec? {
        guard let (name, options) = named(node, "optimiser") else { return nil }
        switch name {
        case "adam":
            guard let fields = mapping(options, "adam", ["rate"]) else { return nil }
            let rate = fields["rate"].map { number($0, "rate", 0...1000) } ?? 0.001
            return rate.map { .adam(rate: $0) }
        case "sgd":
            guard let fields = mapping(options, "sgd", ["rate", "momentum"]) else { return nil }
            let rate = fields["rate"].map { number($0, "rate", 0...1000) } ?? 0.1
            let momentum = fields["momentum"].map { number($0, "momentum", 0...1) } ?? 0.9
            guard let rate, let momentum else { return nil }
            return .sgd(rate: rate, momentum: momentum)
        default:
            fault("no optimiser is called \"\(name)\"", node, hint: "optimisers: adam, sgd")
            return nil
        }
    }

    private func decay(_ node: Node) -> Recipe.Decay? {
        guard let fields = mapping(node, "decay", ["from", "every", "factor"]) else { return nil }
        for key in ["from", "every", "factor"] where fields[key] == nil { fault("decay has no \"\(key)\"", node) }
        guard let from = fields["from"].flatMap({ integer($0, "from", 0...100_000) }),
            let every = fields["every"].flatMap({ integer($0, "every", 1...100_000) }),
            let factor = fields["factor"].flatMap({ number($0, "factor", 0...1) })
        else { return nil }
        return Recipe.Decay(from: from, every: every, factor: factor)
    }

    private func weightDecay(_ node: Node) -> (Double, Double)? {
        guard let fields = mapping(node, "weight-decay", ["l1", "l2"]) else { return nil }
        let l1 = fields["l1"].flatMap { number($0, "l1", 0...10) }
        let l2 = fields["l2"].flatMap { number($0, "l2", 0...10) }
        return (l1 ?? 0, l2 ?? 0)
    }
}
