/// What is followed from night to night.
public enum Measure: String, Sendable, Hashable, CaseIterable {
    case robust = "robust answers"
    case falsified = "falsified answers"
    case meanLower = "mean certified margin"
    case meanUpper = "mean margin found"
    case meanDistanceLower = "mean certified size"
    case meanDistanceUpper = "mean size found"
    case nodes
    case lpSolves = "linear programs"
    case simplexIterations = "simplex iterations"
    case unstable = "unstable ReLUs"

    func value(_ row: LedgerRow) -> Double? {
        switch self {
        case .robust: Double(row.robust)
        case .falsified: Double(row.falsified)
        case .meanLower: row.meanLower
        case .meanUpper: row.meanUpper
        case .meanDistanceLower: row.meanDistanceLower
        case .meanDistanceUpper: row.meanDistanceUpper
        case .nodes: Double(row.nodes)
        case .lpSolves: Double(row.lpSolves)
        case .simplexIterations: Double(row.simplexIterations)
        case .unstable: Double(row.unstable)
        }
    }

    /// Whether less of it is better.
    var isCost: Bool {
        switch self {
        case .robust, .falsified, .meanLower, .meanDistanceLower: false
        case .meanUpper, .meanDistanceUpper, .nodes, .lpSolves, .simplexIterations, .unstable: true
        }
    }
}
