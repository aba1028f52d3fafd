import Yams

extension SuiteParser {
    private static let gateKeys = ["looser-bound", "newly-open", "weaker-attack", "nodes", "time"]

    /// What stands under `gates:`; what it does not name is as in `defaults`.
    func gates(_ node: Node?, defaults: Gates = .strict) -> Gates {
        var gates = defaults
        guard let node, let fields = fields(of: node, what: "the gates", keys: Self.gateKeys) else { return gates }
        func count(_ key: String) -> Int? { fields[key].flatMap { integer($0.value, key, in: 0...Int.max) } }
        gates.looserBound = count("looser-bound") ?? gates.looserBound
        gates.newlyOpen = count("newly-open") ?? gates.newlyOpen
        gates.weakerAttack = count("weaker-attack") ?? gates.weakerAttack
        if let field = fields["nodes"], let growth = number(field.value, "nodes") {
            if growth >= 0 {
                gates.nodes = growth
            } else {
                fault(
                    "nodes must be at least 0, found \(growth)", at: field.value,
                    hint: "the share by which work may grow: 0.05 is 5 %")
            }
        }
        if let field = fields["time"], let factor = number(field.value, "time") {
            if factor >= 1 {
                gates.time = factor
            } else {
                fault(
                    "time must be at least 1, found \(factor)", at: field.value,
                    hint: "the factor by which CPU time may grow: 1.1 is a tenth more")
            }
        }
        return gates
    }
}
