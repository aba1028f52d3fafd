import Questions
import SuiteFiles

/// What gates and acknowledgements make of a comparison.
public struct Judgement: Sendable, Hashable, Encodable {
    public enum Verdict: String, Sendable, Hashable, Encodable, CaseIterable {
        /// Nothing is worse than the gates allow, and not everything that differs is better.
        case same
        /// Something is better and nothing worse.
        case improved
        /// Two answers exclude each other.
        case contradiction
        /// More is worse than the gates allow.
        case regressed
        /// The runs have no query that can be compared.
        case notComparable = "not comparable"
    }

    /// A gate that something did not pass.
    public struct Failure: Sendable, Hashable, Encodable {
        public var what: Acknowledgement.Kind
        /// In words: `3 looser bounds, 0 allowed`.
        public var text: String
    }

    public var verdict: Verdict
    public var failures: [Failure]
    /// Changes for the worse that acknowledgements let pass.
    public var acknowledged: Int
    /// Acknowledgements that let nothing pass: nothing of the kind was found, or their day is over.
    public var unused: [Acknowledgement]
    public var expired: [Acknowledgement]
    public var gates: Gates

    /// - Parameter today: decides which acknowledgements have expired.
    public init(
        _ comparison: RunComparison, gates: Gates = .strict, acknowledgements: [Acknowledgement] = [], today: Day
    ) {
        self.gates = gates
        var pardon = Pardon(acknowledgements, today)
        let opened = comparison.newlyOpen.count { !pardon.covers(.newlyOpen, $0.cell) }
        let looser = comparison.looser.count { !pardon.covers(.looserBound, $0.cell) }
        let weaker = comparison.weaker.count { !pardon.covers(.weakerAttack, $0.cell) }
        let grown = comparison.work.filter { $0.growth > gates.nodes && !pardon.covers(.nodes, $0.cell) }
        let slower = comparison.time.slower(than: gates.time).filter { row in
            !pardon.covers(.time, SuiteCell(network: "", size: nil, method: row.method ?? ""))
        }
        var failures = [Failure]()
        func fail(_ what: Acknowledgement.Kind, _ text: String) { failures.append(Failure(what: what, text: text)) }
        if opened > gates.newlyOpen {
            fail(.newlyOpen, "\(Wording.counted(opened, "query", "queries")) newly open, \(gates.newlyOpen) allowed")
        }
        if looser > gates.looserBound {
            fail(.looserBound, "\(Wording.counted(looser, "looser bound")), \(gates.looserBound) allowed")
        }
        if weaker > gates.weakerAttack {
            fail(.weakerAttack, "\(Wording.counted(weaker, "weaker attack")), \(gates.weakerAttack) allowed")
        }
        for change in grown {
            fail(.nodes, "\(Words.place(change.cell)): \(change.counter) \(change.before) → \(change.after)")
        }
        for row in slower { fail(.time, row.slowdown(gates.time)) }
        self.failures = failures
        acknowledged = pardon.count
        unused = pardon.unused
        expired = pardon.expired
        verdict = Self.verdict(comparison, hasFailed: !failures.isEmpty, gates)
    }

    private static func verdict(_ comparison: RunComparison, hasFailed: Bool, _ gates: Gates) -> Verdict {
        if !comparison.contradictions.isEmpty { return .contradiction }
        if comparison.queries == 0 { return .notComparable }
        if hasFailed { return .regressed }
        let isWorse =
            !comparison.newlyOpen.isEmpty || !comparison.looser.isEmpty || !comparison.weaker.isEmpty
            || comparison.work.contains { $0.after > $0.before } || !comparison.time.slower(than: gates.time).isEmpty
        let isBetter =
            !comparison.newlyClosed.isEmpty || !comparison.tighter.isEmpty || !comparison.stronger.isEmpty
            || comparison.work.contains { $0.after < $0.before } || !comparison.time.faster(than: gates.time).isEmpty
        return isBetter && !isWorse ? .improved : .same
    }
}

/// Which changes may pass, and what was made of it.
private struct Pardon {
    let expired: [Acknowledgement]
    private let valid: [Acknowledgement]
    private var used = Set<Acknowledgement>()
    private(set) var count = 0

    init(_ acknowledgements: [Acknowledgement], _ today: Day) {
        expired = acknowledgements.filter { $0.until < today }
        valid = acknowledgements.filter { $0.until >= today }
    }

    var unused: [Acknowledgement] { valid.filter { !used.contains($0) } }

    mutating func covers(_ what: Acknowledgement.Kind, _ cell: SuiteCell) -> Bool {
        let matching = valid.filter { $0.covers(what, in: cell) }
        used.formUnion(matching)
        if !matching.isEmpty { count += 1 }
        return !matching.isEmpty
    }
}
