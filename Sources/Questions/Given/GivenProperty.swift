/// A question that a file states in full, as those of VNN-LIB do: no input of a box may lead to outputs that are called unsafe
/// there.
///
/// A counterexample is an input of the box of some part, with its outputs, such that all forms of some clause of that part are
/// ≤ 0. The property holds if there is none.
public struct GivenProperty: Sendable, Hashable {
    /// One box of inputs, and what is unsafe on it.
    public struct Part: Sendable, Hashable {
        /// Ends are finite doubles, lower ≤ upper: these numbers *are* the box.
        public var box: Box
        /// In every clause some form must be > 0; forms may count inputs besides outputs.
        public var clauses: [[LinearForm]]

        /// Traps unless every end is finite, lower ≤ upper, and there are clauses with forms in each.
        public init(box: Box, clauses: [[LinearForm]]) {
            precondition(zip(box.lower, box.upper).allSatisfy { $0.isFinite && $1.isFinite && $0 <= $1 })
            precondition(!clauses.isEmpty && clauses.allSatisfy { !$0.isEmpty })
            self.box = box
            self.clauses = clauses
        }
    }

    /// None where no point satisfies what the file asserts: then there is no counterexample on any network.
    public var parts: [Part]
    public let inputCount: Int
    /// The shape of the input that the file declares, if it does; no part of the question's content.
    public var inputShape: [Int]?

    /// Traps without parts, or where they are not of one number of inputs.
    public init(parts: [Part]) {
        precondition(!parts.isEmpty && parts.allSatisfy { $0.box.count == parts[0].box.count })
        self.parts = parts
        inputCount = parts[0].box.count
    }

    /// A property of so many inputs that holds of every network, since no point satisfies what the file asserts.
    public init(unsatisfiableOf inputCount: Int) {
        parts = []
        self.inputCount = inputCount
    }

    public static func == (first: GivenProperty, second: GivenProperty) -> Bool {
        first.parts == second.parts && first.inputCount == second.inputCount
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(parts)
        hasher.combine(inputCount)
    }

    /// What an outcome says of a property without parts.
    public static let unsatisfiableNote =
        "no point satisfies the file's assertions: the property holds of every network, and nothing was asked"

    /// How many outputs a network must have at least.
    public var outputCount: Int {
        parts.lazy.flatMap { $0.clauses.joined() }.flatMap(\.coefficients.keys).reduce(0) { max($0, $1 + 1) }
    }

    /// The float next to the middle of the first part's box, where the box holds one; a witness's place is counted likewise. 0
    /// without parts.
    public var centre: [Float] {
        guard let box = parts.first?.box else { return Array(repeating: 0, count: inputCount) }
        return box.lower.indices.map { GivenInput(lower: box.lower[$0], upper: box.upper[$0]).middleFloat }
    }

    /// Content hash of all numbers.
    public var digest: Digest {
        var bytes = [UInt8]()
        func put(_ number: UInt64) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
        func put(_ numbers: [Double]) { for number in numbers { put(number.bitPattern) } }
        func put(_ coefficients: [Int: Double]) {
            put(UInt64(coefficients.count))
            for (index, value) in coefficients.sorted(by: { $0.key < $1.key }) {
                put(UInt64(index))
                put([value])
            }
        }
        put(UInt64(parts.count))
        if parts.isEmpty { put(UInt64(inputCount)) }
        for part in parts {
            put(UInt64(part.box.count))
            put(part.box.lower + part.box.upper)
            put(UInt64(part.clauses.count))
            for clause in part.clauses {
                put(UInt64(clause.count))
                for form in clause {
                    put(form.coefficients)
                    put(form.inputs)
                    put([form.constant])
                }
            }
        }
        return Digest(of: bytes)
    }
}
