/// What a question is about, apart from network, sample, size and method: which sets, which property of the outputs, and what
/// is to be found out.
///
/// The plain form is the one of robust errors: is the class kept on a ball? Every other form is brought to it: a set with an
/// embedding is a ball of parameters before a network with affine layers in front, a property is the margin of a network
/// with a layer behind (`Networks.PosedQuestion`).
public struct QuestionForm: Sendable, Hashable {
    public var family: FamilyCall
    public var property: PropertyCall
    public var goal: Goal

    public init(
        family: FamilyCall = .ball, property: PropertyCall = .allClasses, goal: Goal = .robustness
    ) {
        self.family = family
        self.property = property
        self.goal = goal
    }

    public static let plain = QuestionForm()

    public var isPlain: Bool { self == .plain }
    /// Whether methods are asked about the network and the sample as they are.
    public var isDirect: Bool { family.isBall && property == .allClasses }
}
