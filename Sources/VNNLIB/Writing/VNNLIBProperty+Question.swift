import Questions

/// Why a question cannot be stated in VNN-LIB.
public struct UnstatableQuestion: Error, Sendable, Hashable, CustomStringConvertible {
    /// Of what kind the question is that cannot be stated, the same for all of one kind.
    public var description: String
    public var hint: String?

    public init(_ description: String, hint: String? = nil) {
        self.description = description
        self.hint = hint
    }
}

extension VNNLIBProperty {
    /// A question about one sample, exactly: the box is the set of real numbers, cut to the input domain, and every number has all
    /// the digits of its double.
    ///
    /// A reader that rounds these decimals to doubles, as `GivenProperty` does, reads a box whose ends may differ from the set's in
    /// their last bit. Questions that came from a file are read back as the same numbers.
    ///
    /// - Parameter outputCount: of the network.
    /// - Returns: `nil` where the property asks for nothing, so that it holds.
    /// - Throws: for sets that are no boxes, for the minimum distortion, and for forms over inputs and outputs at once.
    public init?(stating question: AskedQuestion, outputCount: Int) throws(UnstatableQuestion) {
        guard !question.form.goal.isRadius else {
            throw UnstatableQuestion(
                "minimum distortion", hint: "VNN-LIB asks about one set: state a suite with question: robust-error")
        }
        if question.form.family.name == GivenFamily.descriptor.name, let given = question.query.sample.given {
            try self.init(stating: given, outputCount: outputCount)
            return
        }
        let set = try Self.set(of: question)
        let clauses = try Self.clauses(of: question, outputCount)
        guard let clauses else { return nil }
        let regions = try Self.regions(Self.box(of: set), clauses)
        self.init(inputCount: set.parameters.count, outputCount: outputCount, regions: regions)
    }

    private init(stating given: GivenProperty, outputCount: Int) throws(UnstatableQuestion) {
        var regions = [Region]()
        for part in given.parts {
            let box = zip(part.box.lower, part.box.upper).map { Interval(lower: Self.exact($0), upper: Self.exact($1)) }
            regions += try Self.regions(box, part.clauses)
        }
        self.init(inputCount: given.inputCount, outputCount: max(outputCount, given.outputCount), regions: regions)
    }

    private static func set(of question: AskedQuestion) throws(UnstatableQuestion) -> EmbeddedSet {
        let family = question.form.family
        let set: EmbeddedSet
        do throws(FamilyFault) {
            set = try FamilyRegistry.standard.make(family).set(
                around: question.query.sample, shape: question.shape, question.query.perturbation)
        } catch { throw UnstatableQuestion("\(family.name): \(error)") }
        guard set.maps.isEmpty, set.offsets.isEmpty else {
            throw UnstatableQuestion("sets of the family \(family.name)", hint: "VNN-LIB bounds inputs one by one")
        }
        guard set.perturbation.norm == .infinity else {
            throw UnstatableQuestion(
                "balls in \(set.perturbation.norm.title)", hint: "VNN-LIB bounds inputs one by one: ask about l∞ balls")
        }
        return set
    }

    private static func clauses(
        of question: AskedQuestion, _ outputCount: Int
    ) throws(UnstatableQuestion) -> [[LinearForm]]? {
        let query = question.query
        do throws(FamilyFault) {
            return try PropertyRegistry.standard.make(question.form.property)
                .property(of: query.sample, label: query.label, classCount: outputCount)?.clauses
        } catch { throw UnstatableQuestion("the property \(question.form.property.words): \(error)") }
    }

    /// The double as a decimal. Traps for infinities and NaN, which no set has.
    private static func exact(_ number: Double) -> DecimalNumber { DecimalNumber(exactly: number) ?? .zero }

    /// [max(lo, x − ε r), min(hi, x + ε r)] per input, with real numbers; a pixel outside the domain widens it to itself.
    private static func box(of set: EmbeddedSet) -> [Interval] {
        let (perturbation, pixels) = (set.perturbation, set.parameters)
        let radius = exact(perturbation.epsilon)
        return pixels.indices.map { index in
            let x = exact(Double(pixels[index]))
            let own = perturbation.reach.map { radius * exact(Double($0[index])) } ?? radius
            var (lower, upper) = (x - own, x + own)
            if let domain = perturbation.domain {
                lower = max(lower, min(exact(domain.lower), x))
                upper = min(upper, max(exact(domain.upper), x))
            }
            return Interval(lower: lower, upper: upper)
        }
    }

    /// Counterexamples are where all forms of some clause are ≤ 0. Clauses that agree about the inputs share a region.
    private static func regions(
        _ box: [Interval], _ clauses: [[LinearForm]]
    ) throws(UnstatableQuestion) -> [Region] {
        var regions = [Region]()
        for clause in clauses {
            guard let (inputs, outputs) = try halfSpaces(clause) else { continue }
            if let place = regions.firstIndex(where: { $0.inputForms == inputs }) {
                regions[place].outputs.append(outputs)
            } else {
                regions.append(Region(box: box, inputForms: inputs, outputs: [outputs]))
            }
        }
        // What is true of every output stands alone.
        return regions.map { region in
            region.outputs.contains([]) ? Region(box: box, inputForms: region.inputForms, outputs: [[]]) : region
        }
    }

    /// The half-spaces of a conjunction of forms ≤ 0; `nil` where one of them is never so.
    private static func halfSpaces(
        _ clause: [LinearForm]
    ) throws(UnstatableQuestion) -> (inputs: [HalfSpace], outputs: [HalfSpace])? {
        var (inputs, outputs) = ([HalfSpace](), [HalfSpace]())
        for form in clause {
            guard form.inputs.isEmpty || form.coefficients.isEmpty else {
                throw UnstatableQuestion("forms over inputs and outputs at once")
            }
            let bound = -exact(form.constant)
            if let half = half(form.inputs, bound) {
                inputs.append(half)
            } else if let half = half(form.coefficients, bound) {
                outputs.append(half)
            } else if form.constant > 0 {
                return nil
            }
        }
        return (inputs, outputs)
    }

    private static func half(_ coefficients: [Int: Double], _ bound: DecimalNumber) -> HalfSpace? {
        HalfSpace(coefficients.sorted { $0.key < $1.key }.map { .init($0.key, exact($0.value)) }, atMost: bound)
    }
}
