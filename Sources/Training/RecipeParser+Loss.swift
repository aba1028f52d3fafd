import Questions
import SuiteFiles
import Yams

/// Reading losses. A new one gets a case here, in `Recipe.LossSpec` and in `Trainer`.
extension RecipeParser {
    /// The norms of losses and measurements.
    private enum BallNorm: String, CaseIterable {
        case infinity = "inf"
        case two = "2"
    }

    /// `lp-dual`, or `{ adversarial: { steps: 10 } }`.
    func loss(_ node: Node) -> Recipe.LossSpec? {
        guard let (name, place, options) = namedEntry(node, what: "loss") else { return nil }
        func fields(_ keys: [String]) -> Fields? {
            self.fields(ofOptions: options, at: place, what: name, keys: keys)
        }
        let attackKeys = ["steps", "step-share"]
        let marginKeys = ["norm", "lambda", "gamma-b", "gamma-d", "ramp", "faces"]
        switch name {
        case "normal": return fields([]).map { _ in .normal }
        case "lp-dual": return fields(["norm"]).map { norm($0) == .two ? .lpDualInBall : .lpDual }
        case "adversarial":
            guard let fields = fields(attackKeys + ["norm"]), var attack = attack(fields) else { return nil }
            attack.norm = norm(fields)
            return .adversarial(attack)
        case "mmr": return fields(marginKeys).flatMap(margins).map { .mmr($0, attack: nil) }
        case "mmr+adversarial":
            guard let fields = fields(marginKeys + attackKeys) else { return nil }
            let margins = margins(fields)
            guard var attack = attack(fields), let margins else { return nil }
            if margins.norm == .two { attack.norm = .two }
            return .mmr(margins, attack: attack)
        case "ibp":
            guard let fields = fields(["final-clean"]) else { return nil }
            let clean = fields["final-clean"].map { number($0.value, "final-clean", in: 0...1) } ?? 0.5
            return clean.map { .interval(finalClean: $0) }
        default:
            fault(
                "no loss is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: Recipe.LossSpec.names, called: "losses"))
            return nil
        }
    }

    /// `norm: 2`, or `norm: inf`, which is the default: `nil`.
    func norm(_ fields: Fields) -> Norm? {
        let norm = fields["norm"].flatMap { choice($0.value, "norm", as: BallNorm.self) }
        return norm == .two ? .two : nil
    }

    private func attack(_ fields: Fields) -> Recipe.LossSpec.Attack? {
        let steps = fields["steps"].map { integer($0.value, "steps", in: 1...10_000) } ?? 10
        let share = fields["step-share"].map { number($0.value, "step-share", in: 0...10) } ?? 0.25
        guard let steps, let share else { return nil }
        return Recipe.LossSpec.Attack(steps: steps, stepShare: share)
    }

    /// The constants of `mmr` and `mmr+adversarial`.
    private func margins(_ fields: Fields) -> MarginRegularisation? {
        let hint = "\(fields.what): { lambda: 1, gamma-b: 0.15, gamma-d: 0.15 }"
        let lambda = required("lambda", in: fields, hint: hint).flatMap { number($0, "lambda", in: 0...1000) }
        let gammas = ["gamma-b", "gamma-d"].map { key in
            required(key, in: fields, hint: hint).flatMap { number($0, key, in: 1e-6...1000) }
        }
        let norm = norm(fields)
        let ramp = fields["ramp"].flatMap { integer($0.value, "ramp", in: 0...100_000) }
        let faces = fields["faces"].flatMap { self.faces($0.value) }
        guard let lambda, let gammaB = gammas[0], let gammaD = gammas[1] else { return nil }
        var constants = MarginRegularisation(lambda: lambda, gammaB: gammaB, gammaD: gammaD)
        if let norm { constants.norm = norm }
        if let ramp { constants.ramp = ramp }
        if let faces { (constants.firstShare, constants.lastShare) = faces }
        return constants
    }

    /// `[0.2, 0.05]`: shares of the hidden units.
    private func faces(_ node: Node) -> (first: Double, last: Double)? {
        guard let entries = entries(node, "faces") else { return nil }
        guard entries.count == 2 else {
            fault(
                "faces must be two shares of the hidden units: first and last, found \(entries.count)", at: node,
                hint: "faces: [0.1, 0.02]")
            return nil
        }
        let shares = entries.compactMap { number($0, "a share of the hidden units", in: 0...1) }
        return shares.count == 2 ? (shares[0], shares[1]) : nil
    }
}
