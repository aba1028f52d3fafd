import LinearAlgebra
import Networks
import Proofs

/// What a tree bounds from below: a margin, every part of which must be > 0, or a pre-activation or its negative.
struct TreeObjective {
    let stage: Int
    let rows: [Int]
    let factors: [Double]
    let isMargin: Bool
}

/// A leaf whose bound is evaluated with those of others.
private struct PendingLeaf {
    let path: [ProofHalf]
    let input: InputSet
    let leaf: ProofLeaf
    /// Those of `leaf`.
    let multipliers: Multipliers
    let number: Int
}

/// One tree: that its leaves cover the set, and that each is settled.
struct TreeWalk {
    private let name: String
    private let objective: TreeObjective
    /// Units of the stages before the objective's.
    private let unitCount: Int
    /// Bounds that the present node rests on: those of the last box on the way to it, or of the whole set.
    private var bounds: DomainBounds { boxes.last?.bounds ?? whole }
    private let whole: DomainBounds
    /// Boxes on the way to the present node, each with the number of splits above it.
    private var boxes: [(bounds: DomainBounds, depth: Int)] = []
    private let units: UnitTable
    /// Planes that leaves may use, over `bounds`.
    private var planes = PlaneTable()
    private(set) var ledger: ClaimLedger
    private(set) var report: ProofReport
    /// Over the leaves that are not empty.
    private(set) var smallestBound = Double.infinity
    /// Splits on the way to the present node.
    private var path: [ProofHalf] = []
    /// Leaves whose bounds are evaluated together.
    private var pending: [PendingLeaf] = []
    private var leaves = 0

    private static let batchSize = 128
    /// Splits on the way to a leaf: its bounds take a step for each, so a few bytes would cost hours. Searches run out of memory
    /// long before.
    private static let depthLimit = 4096

    init(
        _ objective: TreeObjective, _ bounds: DomainBounds, _ units: UnitTable, _ ledger: ClaimLedger,
        _ report: ProofReport, name: String
    ) {
        self.name = name
        self.objective = objective
        whole = bounds
        self.units = units
        self.ledger = ledger
        self.report = report
        unitCount = units.countBefore[objective.stage]
    }

    mutating func run(_ tree: ProofTree) throws(ProofFault) {
        planes = try PlaneTable(tree.planes, below: objective.stage, whole.network, name: name)
        report.planes += tree.planes.count
        var isComplete = false
        for node in tree.nodes {
            guard !isComplete else { throw .notCovering(place: name, "nodes after the end of the tree") }
            switch node {
            case .split(let split):
                try examine(split)
                guard path.count < Self.depthLimit else {
                    throw .malformed(place: name, "more than \(Self.depthLimit) splits on the way to a leaf")
                }
                path.append(ProofHalf(split, .first))
                report.splits += 1
                report.depth = max(report.depth, path.count)
            case .box(let stages): try enter(stages)
            case .leaf(let leaf):
                leaves += 1
                try settle(leaf)
                while path.last?.side == .second { path.removeLast() }
                if let last = path.popLast() { path.append(ProofHalf(last.split, .second)) } else { isComplete = true }
                try leaveBoxes()
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
            guard (0..<unitCount).contains(index), bounds.network.stages[units.units[index].stage].isReLU else {
                throw .malformed(place: name, "a split of unit \(index), which is no ReLU")
            }
        case .input(let index, let value):
            guard (0..<bounds.network.inputCount).contains(index), value.isFinite else {
                throw .malformed(place: name, "a split of input \(index) at \(value)")
            }
        }
    }

    /// Splits below the last box.
    private var ownPath: ArraySlice<ProofHalf> { path[(boxes.last?.depth ?? 0)...] }

    /// The inputs that the splits on the way here leave.
    private var input: InputSet {
        var input = bounds.input
        for half in ownPath {
            guard case .input(let index, let value) = half.split else { continue }
            input.narrow(index, at: value, isAbove: half.side == .first)
        }
        return input
    }

    /// Bounds all stages anew on the inputs that the splits on the way here leave.
    private mutating func enter(_ stages: [StageEvidence]) throws(ProofFault) {
        guard objective.isMargin else { throw .malformed(place: name, "a box in a search for a bound") }
        guard boxes.last?.depth != path.count else { throw .malformed(place: name, "a box below a box") }
        try flush()
        let place = "\(name), box before leaf \(leaves + 1), "
        var part = bounds.bare(on: input)
        var next = stages.makeIterator()
        var evidence = next.next()
        for stage in 1..<max(objective.stage, 1) {
            let own = evidence?.stage == stage ? evidence : nil
            guard own?.searched.isEmpty ?? true else { throw .malformed(place: place, "a search inside a tree") }
            if own != nil { evidence = next.next() }
            try part.derive(stage, own, units, &ledger, &report, place: place)
        }
        if let evidence { throw .malformed(place: place, "stage \(evidence.stage) is out of place") }
        try part.open(objective.stage)
        report.boxes += 1
        boxes.append((part, path.count))
        planes.forget()
    }

    /// Leaves the boxes that the present node does not lie below any more.
    private mutating func leaveBoxes() throws(ProofFault) {
        guard let last = boxes.last, last.depth >= path.count else { return }
        try flush()
        while let last = boxes.last, last.depth >= path.count { boxes.removeLast() }
        planes.forget()
    }

    private mutating func settle(_ leaf: ProofLeaf) throws(ProofFault) {
        try planes.examine(leaf.planeMultipliers, place(leaves))
        if leaf.derivations.isEmpty, case .multipliers(let multipliers) = leaf.evidence,
            // A plane is the better the smaller its box.
            multipliers.planes == nil || ownPath.allSatisfy({ if case .unit = $0.split { true } else { false } })
        {
            try examine(multipliers)
            pending.append(
                PendingLeaf(path: path, input: input, leaf: leaf, multipliers: multipliers, number: leaves))
            if pending.count == Self.batchSize { try flush() }
            return
        }
        try flush()
        var part = bounds
        for half in path { part.restrict(to: half, units) }
        var last = 0
        for evidence in leaf.derivations {
            // Boxes of a search for a bound have none: trees in trees would have no end.
            guard objective.isMargin, evidence.searched.isEmpty, evidence.stage > last,
                evidence.stage < objective.stage
            else {
                throw .malformed(place: place(leaves), "stage \(evidence.stage) is out of place")
            }
            last = evidence.stage
            try part.derive(evidence.stage, evidence, units, &ledger, &report, place: place(leaves) + ", ")
        }
        let bound: Double
        switch leaf.evidence {
        case .substitution(let line):
            guard leaf.planeMultipliers.isEmpty else {
                throw .malformed(place: place(leaves), "multipliers of planes beside backward substitution")
            }
            bound = max(
                try single(objective.rows, part, .line(line)), try single(objective.rows, part, .box))
        case .multipliers(let multipliers):
            bound = try single(objective.rows, part, multipliers, leaf.planeMultipliers)
        case .empty(let multipliers):
            bound = try single([], part, multipliers, leaf.planeMultipliers)
        }
        if case .empty = leaf.evidence {
            let place = place(leaves)
            try ledger.settlePositive(bound, stated: leaf.claim, place)
        } else {
            try settle(bound, stated: leaf.claim, leaves)
        }
    }

    private mutating func settle(_ bound: Double, stated: Double, _ leaf: Int) throws(ProofFault) {
        let place = place(leaf)
        guard objective.isMargin else {
            smallestBound = min(smallestBound, try ledger.settle(bound, stated: stated, place))
            return
        }
        try ledger.settlePositive(bound, stated: stated, place)
        smallestBound = min(smallestBound, bound)
        report.smallestBound = min(report.smallestBound, bound)
    }

    /// The bound of one function on one part; `rows` is empty for the function 0.
    private func single(
        _ rows: [Int], _ part: DomainBounds, _ choice: MultiplierChoice, planes: UpperPlanes? = nil,
        _ laterPlanes: PlaneColumns = PlaneColumns()
    ) throws(ProofFault) -> Double {
        try DualBatch.lowerBounds(
            Matrix(rows: rows.count, columns: 1, elements: rows.isEmpty ? [] : objective.factors), rows: rows,
            at: objective.stage, within: part, units, choice, planes: [planes], laterPlanes: laterPlanes,
            place: place(leaves))[0]
    }

    /// The same by multipliers of units and of planes, which are placed over the part.
    private func single(
        _ rows: [Int], _ part: DomainBounds, _ multipliers: Multipliers, _ planeMultipliers: [Float]
    ) throws(ProofFault) -> Double {
        let choice = MultiplierChoice.given(try column(multipliers))
        var own = planes
        own.forget()
        let laterPlanes = try own.columns([planeMultipliers], within: part)
        return try single(rows, part, choice, planes: multipliers.planes, laterPlanes)
    }

    private func column(_ multipliers: Multipliers) throws(ProofFault) -> Matrix<Double> {
        try examine(multipliers)
        return Matrix(
            rows: units.units.count, columns: 1,
            elements: units.units.indices.map { $0 < multipliers.count ? multipliers[$0] : 0 })
    }

    private func examine(_ multipliers: Multipliers) throws(ProofFault) {
        guard multipliers.count == unitCount, !multipliers.hasInfinity else {
            throw .malformed(place: place(leaves), "needs \(unitCount) finite multipliers")
        }
        if let fault = multipliers.planes?.fault(at: objective.stage, units, bounds.network) {
            throw .malformed(place: place(leaves), fault)
        }
    }

    /// Evaluates the pending leaves.
    private mutating func flush() throws(ProofFault) {
        guard !pending.isEmpty else { return }
        var given = Matrix<Double>(rows: units.units.count, columns: pending.count)
        var objectives = Matrix<Double>(rows: objective.rows.count, columns: pending.count)
        var halves = [Int: [(column: Int, side: ProofHalf.Side)]]()
        for (column, leaf) in pending.enumerated() {
            for unit in 0..<unitCount { given[unit, column] = leaf.multipliers[unit] }
            for row in objective.rows.indices { objectives[row, column] = objective.factors[row] }
            for half in leaf.path {
                if case .unit(let unit) = half.split { halves[unit, default: []].append((column, half.side)) }
            }
        }
        let laterPlanes = try planes.columns(pending.map(\.leaf.planeMultipliers), within: bounds)
        let found = try DualBatch.lowerBounds(
            objectives, rows: objective.rows, at: objective.stage, within: bounds, units, .given(given),
            halves: halves, planes: pending.map(\.multipliers.planes), laterPlanes: laterPlanes,
            inputs: pending.map(\.input), place: "\(name), leaves \(pending[0].number) to \(leaves)")
        for (leaf, bound) in zip(pending, found) { try settle(bound, stated: leaf.leaf.claim, leaf.number) }
        pending.removeAll(keepingCapacity: true)
    }

    private func place(_ leaf: Int) -> String { "\(name), leaf \(leaf)" }
}
