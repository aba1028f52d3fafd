import NetworkFiles
import Questions
import SuiteFiles
import Yams

/// Walks the tree of a recipe. What it knows of YAML are the forms of suite files.
final class RecipeParser: YAMLForms {
    let source: YAMLSource
    var faults: [SuiteFault] = []

    private static let keys = [
        "recipe", "network", "data", "loss", "epsilon", "optimiser", "decay", "weight-decay", "epochs", "batch", "seed",
        "output", "precision", "measure",
    ]

    init(source: YAMLSource) { self.source = source }

    /// The whole file; `nil` if a part that must be there could not be read.
    func recipe() -> Recipe? {
        guard let root = content(hint: "begin with recipe: NAME"),
            let fields = fields(of: root, what: "the recipe", keys: Self.keys)
        else { return nil }
        let name = required("recipe", in: fields, hint: "recipe: NAME").flatMap { text($0, "recipe") }
        let architecture = required("network", in: fields, hint: "network: { hidden: [100, 100] }")
            .flatMap { self.architecture($0) }
        let data = required("data", in: fields, hint: "data: { name: mnist, split: train }").flatMap { self.data($0) }
        let loss = required("loss", in: fields, hint: "losses: \(list(Recipe.LossSpec.names))")
            .flatMap { self.loss($0) }
        let epochs = required("epochs", in: fields, hint: "epochs: 60")
            .flatMap { integer($0, "epochs", in: 1...100_000) }
        let output = required("output", in: fields, hint: "output: ../networks/NAME.safetensors")
            .flatMap { text($0, "output") }
        if let loss { check(loss, architecture, fields) }
        let epsilon = fields["epsilon"].flatMap { self.epsilon($0.value) }
        let optimiser = fields["optimiser"].flatMap { self.optimiser($0.value) }
        let decay = fields["decay"].flatMap { self.decay($0.value) }
        let weightDecay = fields["weight-decay"].flatMap { self.weightDecay($0.value) }
        let batch = fields["batch"].flatMap { integer($0.value, "batch", in: 1...100_000) }
        let seed = fields["seed"].flatMap { integer($0.value, "seed", in: 0...Int.max) }
        let precision = fields["precision"].flatMap { choice($0.value, "precision", as: WeightPrecision.self) }
        let measure = fields["measure"].flatMap { self.measure($0.value) }
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

    private func check(_ loss: Recipe.LossSpec, _ architecture: Recipe.Architecture?, _ fields: Fields) {
        if loss.usesEpsilon, fields["epsilon"] == nil {
            fault("the loss \(loss.name) needs an epsilon", at: fields.place, hint: "epsilon: 0.1")
        }
        if loss.isForFullyConnected, architecture == .cnnSmall, let field = fields["loss"] {
            fault(
                "\(loss.name) is for fully-connected networks", at: field.value,
                hint: "for cnn-small there are ibp and mmr")
        }
    }

    /// `cnn-small`, or `{ hidden: [100, 100] }`.
    private func architecture(_ node: Node) -> Recipe.Architecture? {
        if case .scalar = node {
            if scalar(node) == "cnn-small" { return .cnnSmall }
            fault("network must be cnn-small or { hidden: [100, 100] }, found \(describe(node))", at: node)
            return nil
        }
        guard let fields = fields(of: node, what: "the network", keys: ["hidden"]),
            let hidden = required("hidden", in: fields, hint: "the widths of its hidden layers: hidden: [100, 100]"),
            let widths = entries(hidden, "hidden")
        else { return nil }
        let values = widths.compactMap { integer($0, "a layer width", in: 1...100_000) }
        return values.count == widths.count ? .fullyConnected(hidden: values) : nil
    }
}
