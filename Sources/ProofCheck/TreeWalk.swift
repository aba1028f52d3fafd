import LinearAlgebra
import Networks
import Proofs

/// One class's tree: that its leaves cover the set, and that each is settled.
struct TreeWalk {
    private let name: String
    private let margin: (rows: [Int], factors: [Double])
    private let bounds: DomainBounds
    private let units: UnitTable
    private(set) var ledger: ClaimLedger
    private(set) var report: ProofReport
    /// Splits on the way to the present node.
    private var path: [ProofHalf] = []
    /// Leaves whose bounds are evaluated together.
    private var pending: [(path: [ProofHalf], multipliers: Multipliers, claim: Double, leaf: Int)] = []
    private var leaves = 0

    private static let batchSize = 128

    init(margin: (rows: [Int], factors: [Double]), walk: ProofWalk, name: String) {
        self.name = name
        self.margin = margin
        bounds = walk.bounds
        units = walk.units
        ledger = walk.ledger
        report = walk.report
    }

    mutating func run(_ tree: ProofTree) throws(ProofFault) {
        var isComplete = false
        for node in tree.nodes {
            guard !isComplete else { throw .notCovering(place: name, "nodes after the end of the tree") }
            switch node {
            case .split(let split):
                try examine(split)
                path.append(ProofHalf(split, .first))
                report.splits += 1
                report.depth = max(report.depth, path.count)
            case .leaf(let leaf):
                leaves += 1
                try settle(leaf)
                while path.last?.side == .second { path.removeLast() }
                if let last = path.popLast() { path.append(ProofHalf(last.split, .second)) } else { isComplete = true }
            }
        }
        guard isComplete else {
            throw .notCovering(place: name, "the tree ends before every half of its splits has a leaf")
        }
        try flush()
        report.leaves += leaves
    }

    private func examine(_ split: ProofSplit) throws(ProofFault) {
        switch split {
        case .unit(let index):
            guard units.units.indices.contains(index), bounds.network.stages[units.units[index].stage].isReLU else {
                throw .malformed(place: name, "a split of unit \(index), which is no ReLU")
            }
        case .input(let index, let value):
            guard (0..<bounds.network.inputCount).contains(index), value.isFinite else {
                throw .malformed(place: name, "a split of input \(index) at \(value)")
            }
        }
    }

    private mutating func settle(_ leaf: ProofLeaf) throws(ProofFault) {
        let isPlain =
            leaf.derivations.isEmpty
            && path.allSatisfy { if case .unit = $0.split { true } else { false } }
        if isPlain, case .multipliers(let multipliers) = leaf.evidence {
            try examine(multipliers)
            pending.append((path, multipliers, leaf.claim, leaves))
            if pending.count == Self.batchSize { try flush() }
            return
        }
        try flush()
        var part = bounds
        for half in path { part.restrict(to: half, units) }
        var last = 0
        for evidence in leaf.derivations {
            guard evidence.stage > last, evidence.stage < part.network.outputStage else {
                throw .malformed(place: place(leaves), "stage \(evidence.stage) is not hidden, or out of order")
            }
            last = evidence.stage
            try part.derive(evidence.stage, evidence, units, &ledger, &report, place: place(leaves) + ", ")
        }
        let bound: Double
        switch leaf.evidence {
        case .substitution(let line):
            bound = max(
                try single(margin.rows, part, .line(line)), try single(margin.rows, part, .box))
        case .multipliers(let multipliers):
            bound = try single(margin.rows, part, .given(column(multipliers)))
        case .empty(let multipliers):
            bound = try single([], part, .given(column(multipliers)))
        }
        let name = place(leaves)
        try ledger.settlePositive(bound, stated: leaf.claim, name)
        if case .empty = leaf.evidence { return }
        report.smallestBound = min(report.smallestBound, bound)
    }

    /// The bound of one function on one part; `rows` is empty for the function 0.
    private func single(
        _ rows: [Int], _ part: DomainBounds, _ choice: MultiplierChoice
    ) throws(ProofFault) -> Double {
        DualBatch.lowerBounds(
            Matrix(rows: rows.count, columns: 1, elements: rows.isEmpty ? [] : margin.factors), rows: rows,
            at: part.network.outputStage, within: part, units, choice)[0]
    }

    private func column(_ multipliers: Multipliers) throws(ProofFault) -> Matrix<Double> {
        try examine(multipliers)
        return Matrix(
            rows: multipliers.count, columns: 1, elements: (0..<multipliers.count).map { multipliers[$0] })
    }

    private func examine(_ multipliers: Multipliers) throws(ProofFault) {
        guard multipliers.count == units.units.count, !multipliers.hasInfinity else {
            throw .malformed(place: place(leaves), "needs \(units.units.count) finite multipliers")
        }
    }

    /// Evaluates the pending leaves.
    private mutating func flush() throws(ProofFault) {
        guard !pending.isEmpty else { return }
        var given = Matrix<Double>(rows: units.units.count, columns: pending.count)
        var objectives = Matrix<Double>(rows: 2, columns: pending.count)
        var halves = [Int: [(column: Int, side: ProofHalf.Side)]]()
        for (column, leaf) in pending.enumerated() {
            for unit in 0..<given.rows { given[unit, column] = leaf.multipliers[unit] }
            for row in 0..<2 { objectives[row, column] = margin.factors[row] }
            for half in leaf.path {
                if case .unit(let unit) = half.split { halves[unit, default: []].append((column, half.side)) }
            }
        }
        let found = DualBatch.lowerBounds(
            objectives, rows: margin.rows, at: bounds.network.outputStage, within: bounds, units, .given(given),
            halves: halves)
        let name = name
        for (leaf, bound) in zip(pending, found) {
            try ledger.settlePositive(bound, stated: leaf.claim, "\(name), leaf \(leaf.leaf)")
            report.smallestBound = min(report.smallestBound, bound)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func place(_ leaf: Int) -> String { "\(name), leaf \(leaf)" }
}
