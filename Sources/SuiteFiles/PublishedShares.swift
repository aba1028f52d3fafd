/// Shares of images that other verifiers prove robust on a network at one size, as they were published.
public struct PublishedShares: Sendable, Hashable {
    /// What a verifier proves, in percent of all images asked about; who is misclassified is not proved.
    public struct Share: Sendable, Hashable {
        /// As it is printed.
        public var verifier: String
        public var percent: Double

        public init(verifier: String, percent: Double) {
            self.verifier = verifier
            self.percent = percent
        }
    }

    public var network: String
    public var epsilon: Double
    /// In the order of the file.
    public var shares: [Share]
    /// Where they were printed.
    public var source: String?
    /// Sentences that reports print with the table that shows the figures.
    public var notes: [String]

    public init(
        network: String, epsilon: Double, shares: [Share], source: String? = nil, notes: [String] = []
    ) {
        self.network = network
        self.epsilon = epsilon
        self.shares = shares
        self.source = source
        self.notes = notes
    }
}
