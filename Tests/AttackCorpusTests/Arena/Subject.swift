import Networks
import Questions
import Testing

/// A network with a question about it and the exact answer.
struct Subject: Sendable {
    /// The construction and its parameters.
    let name: String
    let network: Network
    let query: Query
    /// `nil` before it was asked for, and where enumeration would take too long.
    private(set) var truth: Truth?
    private let closedForm: (@Sendable (Query) -> Truth)?

    /// Asks about `pixels`.
    /// - Parameter truth: A closed form, where enumeration would not do.
    init(
        _ name: String, _ network: Network, label: Int = 0, at pixels: [Float], _ set: PerturbationSet,
        truth: (@Sendable (Query) -> Truth)? = nil
    ) {
        self.name = "\(name), \(set.norm.title) ≤ \(set.epsilon)"
        self.network = network
        closedForm = truth
        let sample = Sample(id: SampleID(dataset: "corpus", split: "test", index: 0), label: label, pixels: pixels)
        query = Query(sample: sample, label: label, perturbation: set)
    }

    /// `other` with a closed form for its truth.
    init(moving other: Subject, truth: @escaping @Sendable (Query) -> Truth) {
        (name, network, query) = (other.name, other.network, other.query)
        closedForm = truth
    }

    /// With its truth, by the closed form or by enumeration over at most `limit` cuts.
    func answered(limit: Int = 2000) -> Subject {
        var answered = self
        answered.truth = closedForm.map { $0(query) } ?? WorstCase(of: network, query, limit: limit).map(Truth.init)
        return answered
    }

    func asking(_ measure: Measure) -> Query {
        var query = query
        query.measure = measure
        return query
    }
}

/// What is known of the worst margin over the set.
struct Truth: Sendable {
    /// Some point of the set, named or not, has this margin; `nil`: there is no other class, so every margin is > 0.
    let attained: Rational?
    /// Whether no point has a smaller one.
    let isExact: Bool

    init(attained: Rational?, isExact: Bool = true) {
        self.attained = attained
        self.isExact = isExact
    }

    init(_ worst: WorstCase) { self.init(attained: worst.margin, isExact: worst.isExact) }

    /// Whether some point of the set is classified wrongly (a tie counts).
    var refutesRobust: Bool { attained.map { $0.sign <= 0 } ?? false }
    /// Whether every point is surely classified rightly.
    var provesRobust: Bool { isExact && !refutesRobust }
}
