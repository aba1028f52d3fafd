/// What a comparison of two runs lets pass: how much worse the newer one may be before it counts as a regression.
public struct Gates: Sendable, Hashable, Codable {
    /// Certified bounds that may be looser, as a number of queries.
    public var looserBound: Int
    /// Queries that may no longer be decided.
    public var newlyOpen: Int
    /// Attacks that may find less, as a number of queries.
    public var weakerAttack: Int
    /// By which share the work of a cell (nodes, linear programs, iterations, unstable neurons) may grow: 0.05 is 5 %.
    public var nodes: Double
    /// By which factor CPU time may grow. A control run raises it where the machine is noisier than that.
    public var time: Double

    public init(
        looserBound: Int = 0, newlyOpen: Int = 0, weakerAttack: Int = 0, nodes: Double = 0, time: Double = 1.1
    ) {
        self.looserBound = looserBound
        self.newlyOpen = newlyOpen
        self.weakerAttack = weakerAttack
        self.nodes = nodes
        self.time = time
    }

    /// Nothing may be worse, and time by a tenth.
    public static let strict = Gates()

    private enum CodingKeys: String, CodingKey {
        case looserBound = "looser-bound"
        case newlyOpen = "newly-open"
        case weakerAttack = "weaker-attack"
        case nodes = "nodes"
        case time = "time"
    }
}
