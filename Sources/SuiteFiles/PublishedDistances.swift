/// A paper's figures of minimum distortions of one network, shown beside ours.
public struct PublishedDistances: Sendable, Hashable {
    public var network: String
    /// By method id: the mean certified size of a verifier, the mean distance of an attack's witnesses.
    public var means: [String: Double]
    /// By method id: the median over images of 100 (witness − certified) / witness, in percent, with the witnesses of the
    /// one attack among `means`.
    public var gaps: [String: Double]
    /// Where they were printed.
    public var source: String?
    /// Sentences that reports print with the table that shows the figures.
    public var notes: [String]

    public init(
        network: String, means: [String: Double], gaps: [String: Double] = [:], source: String? = nil,
        notes: [String] = []
    ) {
        self.network = network
        self.means = means
        self.gaps = gaps
        self.source = source
        self.notes = notes
    }
}
