/// How a family of input sets describes itself to suites, documents and validation.
public struct FamilyDescriptor: Sendable, Hashable {
    /// As written in a suite file.
    public var name: String
    /// One sentence: what the set of a size is.
    public var summary: String
    /// What a size is, in a few words: `radius`, `mass off the centre`.
    public var sizeTitle: String
    public var options: [OptionDescriptor]
    /// Whether a file with a number per pixel belongs to it.
    public var needsData: Bool
    /// The norm in which methods see the set; `nil`: the suite's.
    public var norm: Norm?
    /// Part of the run key: raised when the sets change.
    public var revision: Int

    public init(
        name: String, summary: String, sizeTitle: String, options: [OptionDescriptor] = [], needsData: Bool = false,
        norm: Norm? = nil, revision: Int = 1
    ) {
        self.name = name
        self.summary = summary
        self.sizeTitle = sizeTitle
        self.options = options
        self.needsData = needsData
        self.norm = norm
        self.revision = revision
    }
}

/// Why a family has no set around a sample.
public struct FamilyFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}

/// A family of input sets that grow with a size. To add one: write its type, add a line to `FamilyRegistry`, and write the
/// check of its witnesses, without which none counts (`WitnessCheck.PlaceRegistry`).
public protocol InputFamily: Sendable {
    static var descriptor: FamilyDescriptor { get }

    /// - Throws: what is wrong with the options or the data of a call that names this family.
    init(_ call: FamilyCall) throws(FamilyFault)

    /// The set of size `perturbation.epsilon`. A larger size gives a set that holds the smaller one; size 0 is the sample.
    ///
    /// - Parameters:
    ///   - shape: extents of the image, `[channels, height, width]` or a vector's.
    ///   - perturbation: the size, the suite's norm and the range of pixels.
    func set(
        around sample: Sample, shape: [Int], _ perturbation: PerturbationSet
    ) throws(FamilyFault) -> EmbeddedSet

    /// The smallest size whose set no larger size exceeds, or one that surely is large enough.
    func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double
}

/// y = W x + b with the stored floats.
public struct AffineMap: Sendable, Hashable {
    public var rows: Int
    public var columns: Int
    /// Row-major.
    public var weight: [Float]
    /// One per row.
    public var bias: [Float]

    public init(rows: Int, columns: Int, weight: [Float], bias: [Float]) {
        precondition(weight.count == rows * columns && bias.count == rows)
        self.rows = rows
        self.columns = columns
        self.weight = weight
        self.bias = bias
    }
}

/// Inputs x' = Aₖ(… A₁(θ)) + o₁ + … of all parameters θ in a ball inside a range, or in a box.
public struct EmbeddedSet: Sendable, Hashable {
    /// θ₀, at which x' is the sample.
    public var parameters: [Float]
    /// The ball around θ₀ and the range of the parameters.
    public var perturbation: PerturbationSet
    /// A₁, …, Aₖ; none where the parameters are the pixels.
    public var maps: [AffineMap]
    /// Added to all entries, one list after the other, without rounding.
    public var offsets: [[Float]]

    public init(
        parameters: [Float], perturbation: PerturbationSet, maps: [AffineMap] = [], offsets: [[Float]] = []
    ) {
        self.parameters = parameters
        self.perturbation = perturbation
        self.maps = maps
        self.offsets = offsets
    }
}
