/// A point of the perturbation set that is classified wrongly (a tie counts).
public struct Witness: Sendable, Hashable {
    /// The same layout as the sample's pixels.
    public var pixels: [Float]
    /// The class k whose margin f_y − f_k is smallest.
    public var adversarialClass: Int
    /// Smallest margin as evaluated in single precision by the independent check; `nil` before that.
    public var marginFloat: Double?
    /// Smallest margin as evaluated in double precision by the independent check; `nil` before that.
    public var marginDouble: Double?

    public init(pixels: [Float], adversarialClass: Int, marginFloat: Double? = nil, marginDouble: Double? = nil) {
        self.pixels = pixels
        self.adversarialClass = adversarialClass
        self.marginFloat = marginFloat
        self.marginDouble = marginDouble
    }
}

/// What answering a query cost.
public struct Measurements: Sendable, Hashable {
    /// Wall-clock seconds; for a query answered in a batch, the batch's divided by its size.
    public var wallSeconds: Double = 0
    /// CPU seconds of the worker's thread, shared out like `wallSeconds`.
    public var cpuSeconds: Double = 0
    /// Peak resident memory of the worker up to the end of the query, in bytes.
    public var peakMemoryBytes: Int?
    /// Instructions that the worker retired in user mode, shared out like `wallSeconds`; `nil` where the machine has no counter
    /// for them or does not let it be read.
    public var instructions: Int?
    /// Linear programs solved.
    public var lpSolves = 0
    /// LP solves that stalled or failed and were repeated from a fresh basis.
    public var lpFallbacks = 0
    /// Simplex iterations over all of them.
    public var simplexIterations = 0
    /// Branch-and-bound nodes.
    public var nodes = 0
    /// Unstable ReLUs per hidden layer under the method's own bounds; empty where it has none.
    public var unstableByLayer: [Int] = []
    /// Wall-clock seconds per phase (`bounds`, `lp`, `search`, …).
    public var phases: [String: Double] = [:]

    public init() {}
}

/// A method's answer to a query. Its properties, and those of its witness and measurements, are declared to every format by
/// `OutcomeField.all`.
///
/// Laws: `robust` comes with `marginLower > 0` or `distanceLower > ε`; `falsified` with a witness and
/// `marginUpper ≤ 0`; where both are present, `marginLower ≤ marginUpper`.
public struct Outcome: Sendable, Hashable {
    /// What is known of the set that was asked about: of the largest one where the minimum distortion is asked for.
    public var verdict: Verdict
    /// Proven lower bound on the worst margin over the set, in logits; `nil` where the method claims none.
    public var marginLower: Double?
    /// Margin of the best point found, an upper bound on the worst margin; `nil` where there is none.
    public var marginUpper: Double?
    /// Lower bound on the minimum adversarial distortion in the query's norm: of distance certificates, and where that
    /// distortion is asked for.
    public var distanceLower: Double?
    /// Distance of the witness, rounded up; only where the minimum distortion is asked for.
    public var distanceUpper: Double?
    /// Smallest size asked that was not certified; only where the minimum distortion is asked for.
    public var distanceUncertified: Double?
    /// How a search over sizes ended, where not at its end; `nil`: the verdict tells.
    public var endedBy: Ending?
    /// Present exactly when the verdict is `falsified`, or `witnessRejected` (for the post-mortem).
    public var witness: Witness?
    /// Set exactly when the verdict is `unknown`.
    public var reason: UnknownReason?
    /// The method whose outcome implies this one; `nil` when this method ran itself.
    public var impliedBy: String?
    /// Free text for people: an error, a place. Never read by code.
    public var note: String?
    public var measurements: Measurements

    public init(
        verdict: Verdict, marginLower: Double? = nil, marginUpper: Double? = nil, distanceLower: Double? = nil,
        witness: Witness? = nil, reason: UnknownReason? = nil, impliedBy: String? = nil, note: String? = nil,
        measurements: Measurements = Measurements()
    ) {
        self.verdict = verdict
        self.marginLower = marginLower
        self.marginUpper = marginUpper
        self.distanceLower = distanceLower
        self.witness = witness
        self.reason = reason
        self.impliedBy = impliedBy
        self.note = note
        self.measurements = measurements
    }
}
