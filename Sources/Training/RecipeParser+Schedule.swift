import SuiteFiles
import Yams

/// Reading ε, the optimiser, and how both change from epoch to epoch.
extension RecipeParser {
    /// `0.1`, or `{ final: 0.1, start: 0.01, ramp: 20 }`.
    func epsilon(_ node: Node) -> Recipe.Epsilon? {
        if case .scalar = node { return number(node, "epsilon", in: 0...1).map { Recipe.Epsilon(final: $0) } }
        guard let fields = fields(of: node, what: "epsilon", keys: ["final", "start", "ramp"]) else { return nil }
        let final = required("final", in: fields, hint: "final: 0.1").flatMap { number($0, "final", in: 0...1) }
        let start = fields["start"].flatMap { number($0.value, "start", in: 0...1) }
        let ramp = fields["ramp"].flatMap { integer($0.value, "ramp", in: 0...100_000) }
        return final.map { Recipe.Epsilon(final: $0, start: start, ramp: ramp ?? 0) }
    }

    /// `adam`, `{ adam: { rate: 0.001 } }` or `{ sgd: { rate: 0.1, momentum: 0.9 } }`.
    func optimiser(_ node: Node) -> Recipe.OptimiserSpec? {
        guard let (name, place, options) = namedEntry(node, what: "optimiser") else { return nil }
        switch name {
        case "adam":
            guard let fields = fields(ofOptions: options, at: place, what: name, keys: ["rate"]) else { return nil }
            return rate(fields, default: 0.001).map { .adam(rate: $0) }
        case "sgd":
            let keys = ["rate", "momentum"]
            guard let fields = fields(ofOptions: options, at: place, what: name, keys: keys) else { return nil }
            let rate = rate(fields, default: 0.1)
            let momentum = fields["momentum"].map { number($0.value, "momentum", in: 0...1) } ?? 0.9
            guard let rate, let momentum else { return nil }
            return .sgd(rate: rate, momentum: momentum)
        default:
            fault(
                "no optimiser is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: ["adam", "sgd"], called: "optimisers"))
            return nil
        }
    }

    private func rate(_ fields: Fields, default standard: Double) -> Double? {
        fields["rate"].map { number($0.value, "rate", in: 0...1000) } ?? standard
    }

    func decay(_ node: Node) -> Recipe.Decay? {
        guard let fields = fields(of: node, what: "decay", keys: ["from", "every", "factor"]) else { return nil }
        let hint = "decay: { from: 30, every: 10, factor: 0.5 }"
        let from = required("from", in: fields, hint: hint).flatMap { integer($0, "from", in: 0...100_000) }
        let every = required("every", in: fields, hint: hint).flatMap { integer($0, "every", in: 1...100_000) }
        let factor = required("factor", in: fields, hint: hint).flatMap { number($0, "factor", in: 0...1) }
        guard let from, let every, let factor else { return nil }
        return Recipe.Decay(from: from, every: every, factor: factor)
    }

    func weightDecay(_ node: Node) -> (Double, Double)? {
        guard let fields = fields(of: node, what: "weight-decay", keys: ["l1", "l2"]) else { return nil }
        let l1 = fields["l1"].flatMap { number($0.value, "l1", in: 0...10) }
        let l2 = fields["l2"].flatMap { number($0.value, "l2", in: 0...10) }
        return (l1 ?? 0, l2 ?? 0)
    }
}
