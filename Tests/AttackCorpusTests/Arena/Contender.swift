import Questions
import Verifiers

/// A method with options under which the corpus tries it.
struct Contender: Sendable, CustomStringConvertible {
    let descriptor: MethodDescriptor
    let call: MethodCall
    let measure: Measure
    let name: String
    /// Whether the corpus holds it to its words; `milp` rests on a solver's tolerances unless it certifies.
    let isBound: Bool
    /// Whether `robust` also speaks of single precision.
    let claimsSinglePrecision: Bool

    var description: String { name }

    init?(_ method: String, _ options: [String: OptionValue] = [:], measure: Measure = .margin) {
        guard let descriptor = MethodRegistry.catalog[method],
            options.keys.allSatisfy({ name in descriptor.options.contains { $0.name == name } })
        else { return nil }
        self.descriptor = descriptor
        self.measure = measure
        call = MethodCall(descriptor, options: options)
        let words = options.filter { !Self.silent.contains($0.key) }.map { "\($0.key) \($0.value)" }.sorted()
        name = ([method] + words + (measure == .verdict ? ["verdict"] : [])).joined(separator: " ")
        isBound = descriptor.isRigorous || call.options["certify"] == .boolean(true)
        claimsSinglePrecision = options["arithmetic"] == Self.single
    }

    /// Options that only keep a trial short.
    private static let silent: Set = ["time-limit", "restarts", "attack-restarts"]
    private static let single = OptionValue.text("float32-any-order")
    private static let limit: [String: OptionValue] = ["time-limit": .number(0.25)]

    /// Every method, with the options that change what its answers rest on.
    static let all: [Contender] = {
        let bab: [[String: OptionValue]] = [
            [:], ["bounds": .text("lp"), "attack-steps": .integer(0)],
            ["planes": .integer(0), "attack-steps": .integer(0)],
            ["planes": .integer(1), "attack-steps": .integer(0), "batch-size": .integer(2)],
            ["intermediate": .text("lp"), "attack-steps": .integer(0)],
            ["branching": .text("input-split"), "attack-steps": .integer(0)],
            ["objective": .text("worst-margin")],
            ["refine": .integer(1), "batch-size": .integer(2), "attack-steps": .integer(0)],
        ]
        let milp: [[String: OptionValue]] = [
            ["certify": .boolean(false)], ["certify": .boolean(true)],
            ["certify": .boolean(true), "objective": .text("worst-margin"), "question": .text("max")],
        ]
        let plain = ["clean", "interval", "lp-greedy", "crown", "lp-last", "lp-all", "simplex"]
        return plain.map { Contender($0) }
            + ["lp-greedy", "lp-last", "lp-all"].map { Contender($0, measure: .verdict) }
            + (plain + ["bab"]).map { Contender($0, ["arithmetic": single]) }
            + [
                Contender("pgd", ["restarts": .integer(2)]),
                Contender("pgd", ["restarts": .integer(3), "loss": .text("margin"), "smoothing": .number(1)]),
            ] + bab.map { Contender("bab", $0.merging(limit) { $1 }) }
            + [Contender("bab", limit, measure: .verdict)] + milp.map { Contender("milp", $0.merging(limit) { $1 }) }
    }().compactMap(\.self)

    /// Whether the method can be asked about a subject.
    func takes(_ subject: Subject) -> Bool {
        descriptor.norms.contains(subject.query.perturbation.norm)
            && subject.network.layerKinds.isSubset(of: descriptor.layers)
    }
}
