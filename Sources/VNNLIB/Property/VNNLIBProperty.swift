/// What a VNN-LIB file says, in disjunctive normal form. It describes *counterexamples*: one is a pair of an input x and the
/// network's output y that lies in some case, and the property holds of a network iff none exists.
///
///     counterexamples = ⋃ over regions { (x, y) : x in the box and in every input form,
///                                                 y in every half-space of some conjunction }
///
/// Numbers are the file's real numbers, kept exactly. Sets are closed: a strict comparison has for its bound the next double that it
/// lets through (next to 0 the least step of floats, 2⁻¹⁴⁹), so that every counterexample is one of the file's, and what lies nearer to
/// the file's bound is not looked at.
public struct VNNLIBProperty: Sendable, Hashable {
    /// What a reader of a file with strict comparisons must know.
    public static let strictNote =
        "strict comparisons are read as closed ones at the next double, and 2^-149 from 0: what lies nearer to a bound is not looked at"

    /// Cases that share their inputs.
    public struct Region: Sendable, Hashable {
        /// One interval per input; none is empty.
        public var box: [Interval]
        /// Further half-spaces over the inputs.
        public var inputForms: [HalfSpace]
        /// A disjunction of conjunctions over the outputs, in the order of the file. An empty conjunction is true of every y; it
        /// stands alone.
        public var outputs: [[HalfSpace]]

        public init(box: [Interval], inputForms: [HalfSpace] = [], outputs: [[HalfSpace]]) {
            self.box = box
            self.inputForms = inputForms
            self.outputs = outputs
        }
    }

    /// One conjunction: of a box, half-spaces over inputs and half-spaces over outputs.
    public struct Case: Sendable, Hashable {
        public var inputs: [Interval]
        public var inputForms: [HalfSpace]
        public var outputs: [HalfSpace]
    }

    public var inputCount: Int
    public var outputCount: Int
    /// The shapes that a file of version 2.0 declares; version 1.0 has none.
    public var inputShape: [Int]?
    public var outputShape: [Int]?
    /// No two share box and forms. Empty where no counterexample can exist.
    public var regions: [Region]
    /// What a reader should know and the sets do not say, for people.
    public var notes: [String]

    public init(
        inputCount: Int, outputCount: Int, inputShape: [Int]? = nil, outputShape: [Int]? = nil, regions: [Region],
        notes: [String] = []
    ) {
        self.inputCount = inputCount
        self.outputCount = outputCount
        self.inputShape = inputShape
        self.outputShape = outputShape
        self.regions = regions
        self.notes = notes
    }

    public var caseCount: Int { regions.reduce(0) { $0 + $1.outputs.count } }

    /// All cases, one after the other; made when asked for.
    public var cases: some Sequence<Case> {
        regions.lazy.flatMap { region in
            region.outputs.lazy.map { Case(inputs: region.box, inputForms: region.inputForms, outputs: $0) }
        }
    }

    /// Inputs that lack a bound in some region, in increasing order.
    public var unboundedInputs: [Int] {
        (0..<inputCount).filter { input in regions.contains { !$0.box[input].isBounded } }
    }

    /// The same sets in the same form; notes and shapes do not count.
    public func describesTheSame(as other: VNNLIBProperty) -> Bool {
        inputCount == other.inputCount && outputCount == other.outputCount && regions == other.regions
    }
}
