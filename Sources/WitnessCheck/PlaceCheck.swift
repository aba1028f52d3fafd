import ExactArithmetic
import Questions

/// What the independent check knows of a family of input sets, from its definition alone: it shares no code with
/// `InputFamily`. A family without one has no witnesses that count.
public protocol PlaceCheck: Sendable {
    /// `FamilyDescriptor.name`.
    static var family: String { get }

    /// `nil` where the call or the sample is none of the family's.
    init?(_ question: AskedQuestion)

    /// Why a point is not in the set of the question's size; `nil` if it is, as a theorem about real numbers.
    ///
    /// - Parameter point: finite numbers.
    func refusal(of point: [Float]) -> String?

    /// The image of a point: pixels as real numbers.
    func image(of point: [Float]) -> [Dyadic]

    /// A double that is no less than the size of the smallest set that holds the point, and next to it.
    func size(of point: [Float]) -> Double
}

/// The families whose witnesses can count. To add one: write its check, add a line here.
public struct PlaceRegistry: Sendable {
    private let types: [any PlaceCheck.Type]

    public init(_ types: [any PlaceCheck.Type]) { self.types = types }

    public static let standard = PlaceRegistry([BlurPlaces.self, PixelBoxPlaces.self, GivenPlaces.self])

    /// This and one more.
    public func adding(_ type: any PlaceCheck.Type) -> PlaceRegistry { PlaceRegistry(types + [type]) }

    /// `nil`: there is no check, so no witness counts.
    func make(_ question: AskedQuestion) -> (any PlaceCheck)? {
        types.first { $0.family == question.form.family.name }.flatMap { $0.init(question) }
    }
}
