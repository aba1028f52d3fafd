import Yams

/// Reading losses. A new one gets a case here, in `Recipe.LossSpec` and in `Trainer`.
extension RecipeParser {
    func loss(_ node: Node) -> Recipe.LossSpec? {
        guard let (name, options) = named(node, "loss") else { return nil }
        if name.hasPrefix("mmr"), options == nil {
            fault("\(name) needs lambda, gamma-b and gamma-d", node)
            return nil
        }
        let fields: [String: Node]?
        switch name {
        case "normal":
            fields = mapping(options, "normal", [])
            return fields.map { _ in .normal }
        case "lp-dual":
            fields = mapping(options, "lp-dual", [])
            return fields.map { _ in .lpDual }
        case "adversarial":
            guard let fields = mapping(options, name, ["steps", "step-share"]) else { return nil }
            return attack(fields).map { .adversarial($0) }
        case "mmr": return margins(options, name)
        case "mmr+adversarial": return margins(options, name)
        case "ibp":
            guard let fields = mapping(options, "ibp", ["final-clean"]) else { return nil }
            let clean = fields["final-clean"].map { number($0, "final-clean", 0...1) } ?? 0.5
            return clean.map { .interval(finalClean: $0) }
        default:
            fault(
                "no loss is called \"\(name)\"", node, hint: "losses: \(Recipe.LossSpec.names.joined(separator: ", "))")
            return nil
        }
    }

    private func attack(_ fields: [String: Node]) -> Recipe.LossSpec.Attack? {
        let steps = fields["steps"].map { integer($0, "steps", 1...10_000) } ?? 10
        let share = fields["step-share"].map { number($0, "step-share", 0...10) } ?? 0.25
        guard let steps, let share else { return nil }
        return Recipe.LossSpec.Attack(steps: steps, stepShare: share)
    }

    /// `mmr` and `mmr+adversarial`.
    private func margins(_ options: Node?, _ name: String) -> Recipe.LossSpec? {
        let keys = ["norm", "lambda", "gamma-b", "gamma-d", "ramp", "faces"]
        let isAttacked = name != "mmr"
        let allKeys = keys + (isAttacked ? ["steps", "step-share"] : [])
        guard let fields = mapping(options, name, allKeys) else { return nil }
        guard let lambdaNode = fields["lambda"], let bNode = fields["gamma-b"], let dNode = fields["gamma-d"] else {
            if let options { fault("\(name) needs lambda, gamma-b and gamma-d", options) }
            return nil
        }
        let lambda = number(lambdaNode, "lambda", 0...1000)
        let gammas = [bNode, dNode].compactMap { number($0, "gamma", 1e-6...1000) }
        guard let lambda, gammas.count == 2 else { return nil }
        var constants = MarginRegularisation(lambda: lambda, gammaB: gammas[0], gammaD: gammas[1])
        switch fields["norm"]?.scalar?.string {
        case nil, "inf": constants.norm = .infinity
        case "2": constants.norm = .two
        default: if let node = fields["norm"] { fault("norm must be inf or 2", node) }
        }
        if let ramp = fields["ramp"].flatMap({ integer($0, "ramp", 0...100_000) }) { constants.ramp = ramp }
        if let node = fields["faces"] {
            let shares = node.sequence?.compactMap { number($0, "a share of the hidden units", 0...1) } ?? []
            if shares.count == 2 {
                (constants.firstShare, constants.lastShare) = (shares[0], shares[1])
            } else {
                fault("faces must be two shares of the hidden units: first and last", node, hint: "faces: [0.1, 0.02]")
            }
        }
        guard isAttacked else { return .mmr(constants, attack: nil) }
        return attack(fields).map { .mmr(constants, attack: $0) }
    }
}
