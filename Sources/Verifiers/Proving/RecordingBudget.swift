import Proofs

/// Bytes that a recorder may keep.
struct RecordingBudget {
    let limit: Int
    private var bytes = 0
    /// Whether more was asked for than there is; for good, whatever is given back.
    private(set) var isSpent = false

    init(limit: Int) { self.limit = limit }

    mutating func take(_ count: Int) {
        bytes += count
        if bytes > limit { isSpent = true }
    }

    mutating func giveBack(_ count: Int) { bytes -= count }
}

extension ClosedDomain {
    /// Bytes that it takes in memory, about.
    var byteCount: Int { leaf.byteCount + path.count * MemoryLayout<ProofHalf>.stride }
}

extension ProofTree {
    /// Bytes that it takes in memory, about.
    var byteCount: Int {
        nodes.reduce(planes.byteCount) { $0 + $1.byteCount }
    }
}

extension [ProofPlane] {
    /// Bytes that they take in memory, about.
    var byteCount: Int { reduce(0) { $0 + MemoryLayout<ProofPlane>.stride + 32 + 4 * $1.weights.count } }
}

extension ProofTree.Node {
    /// Bytes that it takes in memory, about.
    var byteCount: Int {
        let own = MemoryLayout<Self>.stride
        return switch self {
        case .split: own
        case .leaf(let leaf): own + leaf.byteCount
        case .box(let stages):
            stages.reduce(own) { $0 + MemoryLayout<StageEvidence>.stride + 32 + 8 * $1.substituted.count }
        }
    }
}

extension ProofLeaf {
    /// Bytes of its multipliers, about; derivations are few.
    fileprivate var byteCount: Int {
        switch evidence {
        case .substitution: 0
        case .multipliers(let values), .empty(let values): values.byteCount + 4 * planeMultipliers.count
        }
    }
}
