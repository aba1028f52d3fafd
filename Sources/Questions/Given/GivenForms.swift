/// The box that the sample's file states.
public struct GivenFamily: InputFamily {
    public static let descriptor = FamilyDescriptor(
        name: "given", summary: "The box of inputs that the file of the property states; its size is 1.",
        sizeTitle: "share of the given box", norm: .infinity)

    public init(_ call: FamilyCall) {}

    public func set(
        around sample: Sample, shape: [Int], _ perturbation: PerturbationSet
    ) throws(FamilyFault) -> EmbeddedSet {
        guard let given = sample.given else { throw FamilyFault("no file states a box for this sample") }
        guard given.parts.count == 1 else { throw FamilyFault("\(given.parts.count) boxes at once") }
        guard perturbation.epsilon == 1 else {
            throw FamilyFault("a given box has size 1, not \(perturbation.epsilon)")
        }
        let box = given.parts[0].box
        let inputs = box.lower.indices.map { GivenInput(lower: box.lower[$0], upper: box.upper[$0]) }
        let ranges = inputs.map(\.floatRange)
        let (lower, upper) = (ranges.map(\.lower), ranges.map(\.upper))
        let own = PerturbationSet(
            norm: .infinity, epsilon: 1, domain: nil, reach: zip(lower, upper).map(Self.reach),
            box: Box(lower: lower, upper: upper))
        return EmbeddedSet(
            parameters: inputs.map(\.middleFloat), perturbation: own,
            offsets: try FloatSum.lists(of: inputs.map(\.offset)))
    }

    /// How far the middle is from the ends, or a little more.
    private static func reach(_ lower: Double, _ upper: Double) -> Float {
        let half = Float(upper / 2 - lower / 2)
        return lower < upper ? half.nextUp.nextUp : 0
    }

    public func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double { 1 }
}

/// What the sample's file calls unsafe does not happen.
public struct GivenClauses: PropertyKind {
    public static let descriptor = PropertyDescriptor(
        name: "given", summary: "No outputs that the file of the property calls unsafe.")

    public init(_ call: PropertyCall) {}

    public func property(
        of sample: Sample, label: Int, classCount: Int
    ) throws(FamilyFault) -> OutputProperty? {
        guard let given = sample.given, given.parts.count == 1 else {
            throw FamilyFault("no file states a property for this sample")
        }
        guard given.outputCount <= classCount else {
            throw FamilyFault("the property speaks of \(given.outputCount) outputs, the network has \(classCount)")
        }
        return OutputProperty(clauses: given.parts[0].clauses)
    }
}

extension QuestionForm {
    /// The question that a sample's file states.
    public static let given = QuestionForm(
        family: FamilyCall(GivenFamily.descriptor), property: PropertyCall(GivenClauses.descriptor))
}

extension AskedQuestion {
    /// One question per box of a given property, so none where no point satisfies it; the question itself where there is one box, and
    /// where it is no given property.
    public var parts: [AskedQuestion] {
        guard form.family.name == GivenFamily.descriptor.name, let given = query.sample.given, given.parts.count != 1
        else {
            return [self]
        }
        return given.parts.map { part in
            var question = self
            question.query.sample.given = GivenProperty(parts: [part])
            question.query.sample.pixels = GivenProperty(parts: [part]).centre
            return question
        }
    }
}
