/// Which class the margins refer to.
public enum ReferenceLabel: String, Codable, Sendable, Hashable, CaseIterable {
    /// The true label; misclassified samples count as errors at every ε.
    case label
    /// The class that the network predicts at the sample.
    case prediction
}

/// Everything but the sample that an outcome depends on.
public struct Configuration: Sendable, Hashable {
    /// Content hash of the network.
    public var network: Digest
    public var perturbation: PerturbationSet
    public var method: MethodCall
    /// `MethodDescriptor.revision` of the method.
    public var revision: Int
    public var reference: ReferenceLabel
    public var measure: Measure
    public var budget: Budget
    public var form: QuestionForm

    public init(
        network: Digest, perturbation: PerturbationSet, method: MethodCall, revision: Int,
        reference: ReferenceLabel, measure: Measure, budget: Budget, form: QuestionForm = .plain
    ) {
        self.network = network
        self.perturbation = perturbation
        self.method = method
        self.revision = revision
        self.reference = reference
        self.measure = measure
        self.budget = budget
        self.form = form
    }

    /// JSON with sorted keys: the same text for the same configuration, for ever; see `ConfigurationCodec`.
    public var canonicalJSON: String { ConfigurationCodec.text(self) }

    public var digest: Digest { Digest(of: canonicalJSON) }
}

/// Content hash of (configuration, sample): identifies an outcome for ever.
public struct RunKey: Sendable, Hashable, Codable, CustomStringConvertible {
    public let digest: Digest

    public init(configuration: Digest, sample: Digest) {
        digest = Digest(of: configuration.bytes + sample.bytes)
    }

    public var description: String { digest.description }
}
