import ExactArithmetic
import Questions

/// Images within a distance of the sample.
struct BallPlaces: PlaceCheck {
    static let family = "ball"

    private let query: Query

    init(_ query: Query) { self.query = query }
    init?(_ question: AskedQuestion) { self.init(question.query) }

    func refusal(of point: [Float]) -> String? { WitnessCheck.refusalOfPlace(point, query) }
    func image(of point: [Float]) -> [Dyadic] { point.map { Dyadic(Double($0)) ?? .zero } }
    func size(of point: [Float]) -> Double {
        WitnessCheck.distance(of: Witness(pixels: point, adversarialClass: 0), for: query)
    }
}
