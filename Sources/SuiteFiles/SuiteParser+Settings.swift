import Questions
import Yams

/// The perturbation set of a suite, without ε. `norm` is `nil` where the file's could not be read.
struct ParsedPerturbation {
    var norm: Norm? = .infinity
    var domain: InputDomain? = .unit
    var family = FamilyCall.ball

    /// The norm in which methods see the sets.
    var methodNorm: Norm? {
        FamilyRegistry.standard[family.name]?.norm ?? norm
    }
}

/// The budgets of a suite.
struct ParsedBudget {
    var perQuery = Budget()
    /// Whether the file states the time of a query.
    var statesTime = false
    var total: Double?
}

extension SuiteParser {
    func perturbation(_ node: Node?) -> ParsedPerturbation {
        var result = ParsedPerturbation()
        guard let node,
            let fields = fields(of: node, what: "the perturbation", keys: ["norm", "input-domain", "family"])
        else { return result }
        if let norm = fields["norm"] { result.norm = self.norm(norm.value) }
        if let family = fields["family"], let call = self.family(family.value) {
            result.family = call
            if let own = FamilyRegistry.standard[call.name]?.norm {
                if let norm = fields["norm"], result.norm != own {
                    fault(
                        "norm \(result.norm?.rawValue ?? "") has no meaning for \(call.name)", at: norm.value,
                        hint: "leave norm out")
                }
                result.norm = own
            }
        }
        if let domain = fields["input-domain"] { result.domain = inputDomain(domain.value) }
        return result
    }

    private func norm(_ node: Node) -> Norm? {
        guard case .sequence = node else {
            return scalar(node).flatMap(Norm.init(written:)) ?? choice(node, "norm", as: Norm.self)
        }
        fault(
            "norm must be one of \(list(Norm.allCases.map(\.rawValue))), found a list", at: node,
            hint: "a suite is about one norm: write another suite for each of the others")
        return nil
    }

    private func inputDomain(_ node: Node) -> InputDomain? {
        let hint = "input-domain: [0, 1], or unbounded"
        if case .scalar = node {
            if scalar(node) != "unbounded" {
                fault("input-domain must be a range or unbounded, found \(describe(node))", at: node, hint: hint)
            }
            return nil
        }
        guard let ends = numbers(node, "input-domain") else { return nil }
        guard ends.count == 2, ends[0] < ends[1] else {
            fault("input-domain must be two numbers, the smaller first", at: node, hint: hint)
            return nil
        }
        return InputDomain(lower: ends[0], upper: ends[1])
    }

    func budget(_ node: Node?) -> ParsedBudget {
        var result = ParsedBudget()
        guard let node,
            let fields = fields(of: node, what: "the budget", keys: ["per-query", "cpu", "memory", "total"])
        else {
            return result
        }
        if let field = fields["per-query"], let seconds = duration(field.value, "per-query") {
            result.perQuery.perQuerySeconds = seconds
            result.statesTime = true
        }
        if let field = fields["cpu"], let seconds = duration(field.value, "cpu") {
            result.perQuery.cpuSeconds = seconds
        }
        if let field = fields["memory"], let bytes = memory(field.value, "memory") {
            result.perQuery.memoryBytes = bytes
        }
        if let field = fields["total"] { result.total = duration(field.value, "total") }
        return result
    }
}
