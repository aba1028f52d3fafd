/// A table of what a method costs when ingredients are left out of it, one row per method of the suite.
public struct Ablation: Sendable, Hashable {
    /// Where the published figures were printed.
    public var source: String?
    public var rows: [Row]

    public init(source: String? = nil, rows: [Row]) {
        self.source = source
        self.rows = rows
    }

    /// A method and what it goes without.
    public struct Row: Sendable, Hashable {
        /// The suite's id of the method.
        public var method: String
        /// What is left out, in words.
        public var removed: String
        public var published: Cost?

        public init(method: String, removed: String, published: Cost? = nil) {
            self.method = method
            self.removed = removed
            self.published = published
        }
    }

    /// A paper's figures per query.
    public struct Cost: Sendable, Hashable {
        /// Mean seconds spent on bounds.
        public var boundingSeconds: Double?
        /// Mean seconds spent on the question itself.
        public var solvingSeconds: Double?
        public var meanNodes: Double?
        public var medianNodes: Double?

        public init(
            boundingSeconds: Double? = nil, solvingSeconds: Double? = nil, meanNodes: Double? = nil,
            medianNodes: Double? = nil
        ) {
            self.boundingSeconds = boundingSeconds
            self.solvingSeconds = solvingSeconds
            self.meanNodes = meanNodes
            self.medianNodes = medianNodes
        }
    }
}
