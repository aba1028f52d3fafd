/// What a method's answer means.
public enum Claim: String, Codable, Sendable, Hashable, CaseIterable {
    /// Plain classification at ε = 0.
    case classification
    /// Finds witnesses; says nothing when it fails.
    case attack
    /// Proves lower bounds on margins; may be too loose.
    case lowerBound
    /// Decides, given time: proves or falsifies.
    case exact
    /// Proves a radius without being given ε.
    case distance
}

/// The kinds of layer a network is made of.
public enum LayerKind: String, Codable, Sendable, Hashable, CaseIterable {
    case linear, conv2d, relu, maxPool = "max-pool", averagePool = "average-pool", add, flatten, normalise
    case select, concatenate = "concat", reshape
}

/// Everything the rest of verigap knows about a method. Declared by the method's own type; the documentation,
/// `verigap doctor`, the validation of suite files, the cascade and the law checker all read it from here.
public struct MethodDescriptor: Sendable, Hashable {
    /// As written in a suite file: `lp-greedy`.
    public var name: String
    /// As printed in tables: `LP-GREEDY`.
    public var title: String
    /// One sentence.
    public var summary: String
    /// Where it comes from.
    public var source: String
    public var claim: Claim
    public var norms: Set<Norm>
    public var layers: Set<LayerKind>
    /// How many layers of ReLUs a network may have; `nil`: any number.
    public var hiddenLayers: ClosedRange<Int>?
    public var options: [OptionDescriptor]
    /// Raised whenever the method's answers may change; part of every run key.
    public var revision: Int
    /// The same of answers on balls that are no boxes.
    public var ballRevision: Int
    /// The same of answers to questions that a file states in full.
    public var givenRevision: Int
    /// Queries answered together by one call; 1 for methods that take one query at a time.
    public var batchSize: Int
    /// Cheaper methods run first: the order of a cascade, and of columns in tables.
    public var costRank: Int
    /// Methods whose lower bound is never above this one's on the same query (the direct edges of the law lattice).
    public var dominates: [String]
    /// Those of `dominates` that may be above this one on l2 balls: linear programs minimise over the box around the ball, with
    /// bounds of neurons over the ball itself.
    public var exceptOnTwoBalls: Set<String>
    /// Whether `robust` rests on rigorous rounding (true) or on a solver's tolerances (false).
    public var isRigorous: Bool
    /// A boolean option that makes the method rigorous where it is true.
    public var certifyingOption: String?
    /// Whether what the method calls `robust` can be written as a proof; what it falsifies always can.
    public var provesRobust: Bool
    /// Whether the method looks for the nearest witness by itself: where the minimum distortion is asked for it is asked once,
    /// about the largest set. Says nothing about any answer, and is no part of a run key.
    public var minimisesDistance: Bool
    /// Whether `robust` also speaks of every evaluation in single precision.
    public private(set) var coversSinglePrecision = false

    public init(
        name: String, title: String, summary: String, source: String, claim: Claim, norms: Set<Norm>,
        layers: Set<LayerKind> = Set(LayerKind.allCases), hiddenLayers: ClosedRange<Int>? = nil,
        options: [OptionDescriptor] = [], revision: Int = 1,
        ballRevision: Int = 0, givenRevision: Int = 0, batchSize: Int = 1, costRank: Int, dominates: [String] = [],
        exceptOnTwoBalls: Set<String> = [], isRigorous: Bool = true,
        certifyingOption: String? = nil, provesRobust: Bool = true, minimisesDistance: Bool = false
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        self.source = source
        self.claim = claim
        self.norms = norms
        self.layers = layers
        self.hiddenLayers = hiddenLayers
        self.options = options
        self.revision = revision
        self.ballRevision = ballRevision
        self.givenRevision = givenRevision
        self.batchSize = batchSize
        self.costRank = costRank
        self.dominates = dominates
        self.exceptOnTwoBalls = exceptOnTwoBalls
        self.isRigorous = isRigorous
        self.certifyingOption = certifyingOption
        self.provesRobust = provesRobust
        self.minimisesDistance = minimisesDistance
    }

    /// The options that a call names, and those whose default on balls in `norm` is another than elsewhere.
    public func completed(_ named: [String: OptionValue], for norm: Norm?) -> [String: OptionValue] {
        guard norm == .two else { return named }
        return options.reduce(into: named) { all, option in
            guard let value = option.onTwoBalls, named[option.name] == nil,
                option.alternative.map({ named[$0] == nil }) ?? true
            else { return }
            all[option.name] = value
        }
    }

    /// The option that says whose arithmetic `robust` speaks of; real numbers where a method has none.
    public static let arithmeticOption = "arithmetic"

    /// The descriptor with what the options of `call` decide of the method's claim.
    public func resolved(for call: MethodCall) -> MethodDescriptor {
        var resolved = self
        if certifyingOption.flatMap(call.booleanIfPresent) == true {
            resolved.isRigorous = true
            resolved.provesRobust = true
        }
        resolved.coversSinglePrecision = call.textIfPresent(Self.arithmeticOption) != nil
        return resolved
    }
}
