/// A linear form w · f + v · x + b of the outputs f and, where a file asks for that, of the inputs x.
public struct LinearForm: Sendable, Hashable {
    /// Coefficients by output; others are 0.
    public var coefficients: [Int: Double]
    /// Coefficients by input; others are 0.
    public var inputs: [Int: Double]
    public var constant: Double

    public init(_ coefficients: [Int: Double], inputs: [Int: Double] = [:], constant: Double = 0) {
        self.coefficients = coefficients
        self.inputs = inputs
        self.constant = constant
    }

    /// f_y − f_k.
    public static func margin(_ label: Int, over other: Int) -> LinearForm { LinearForm([label: 1, other: -1]) }
}

/// What must hold of the outputs on the whole set: in every clause some form is > 0.
public struct OutputProperty: Sendable, Hashable {
    public var clauses: [[LinearForm]]

    /// - Precondition: there are clauses, and forms in each.
    public init(clauses: [[LinearForm]]) {
        precondition(!clauses.isEmpty && clauses.allSatisfy { !$0.isEmpty })
        self.clauses = clauses
    }
}

/// A kind of property with its options resolved.
public struct PropertyCall: Sendable, Hashable {
    public var name: String
    /// Classes that it names, ascending.
    public var classes: [Int]
    /// `PropertyDescriptor.revision`.
    public var revision: Int

    public init(_ descriptor: PropertyDescriptor, classes: [Int] = []) {
        name = descriptor.name
        self.classes = classes.sorted()
        revision = descriptor.revision
    }

    init(name: String, classes: [Int], revision: Int) {
        self.name = name
        self.classes = classes
        self.revision = revision
    }

    /// The class y keeps ahead of all others.
    public static let allClasses = PropertyCall(AllClasses.descriptor)

    /// As people write it.
    public var words: String {
        classes.isEmpty ? name : "\(name) [\(classes.map(String.init).joined(separator: ", "))]"
    }
}

/// How a kind of property describes itself.
public struct PropertyDescriptor: Sendable, Hashable {
    /// As written in a suite file.
    public var name: String
    /// One sentence.
    public var summary: String
    /// Part of the run key.
    public var revision: Int

    public init(name: String, summary: String, revision: Int = 1) {
        self.name = name
        self.summary = summary
        self.revision = revision
    }
}

/// A kind of property. To add one: write its type, add a line to `PropertyRegistry`, and write the check of its witnesses,
/// without which none counts (`WitnessCheck.ClauseRegistry`).
public protocol PropertyKind: Sendable {
    static var descriptor: PropertyDescriptor { get }

    init(_ call: PropertyCall)

    /// The property of a sample as one of class `label`; `nil` where it asks for nothing, so that it holds.
    ///
    /// - Throws: for classes that the network does not have.
    func property(of sample: Sample, label: Int, classCount: Int) throws(FamilyFault) -> OutputProperty?
}
