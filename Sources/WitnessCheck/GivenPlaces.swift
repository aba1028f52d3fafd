import ExactArithmetic
import Questions

/// Inputs in the box that a file states. A witness lists floats; where no float lies between the ends of an input, its float is
/// counted from the lower end.
struct GivenPlaces: PlaceCheck {
    static let family = "given"

    private let box: Box

    init?(_ question: AskedQuestion) {
        guard let given = question.query.sample.given, given.parts.count == 1,
            question.query.perturbation.epsilon == 1
        else { return nil }
        box = given.parts[0].box
    }

    func refusal(of point: [Float]) -> String? {
        guard point.count == box.count else { return "it has \(point.count) inputs, the box \(box.count)" }
        for (index, value) in image(of: point).enumerated() {
            guard let lower = Dyadic(box.lower[index]), let upper = Dyadic(box.upper[index]) else {
                return "the ends of input \(index) are no numbers"
            }
            if (value - lower).sign < 0 || (upper - value).sign < 0 {
                return "input \(index) is \(value.rounded), outside [\(box.lower[index]), \(box.upper[index])]"
            }
        }
        return nil
    }

    func image(of point: [Float]) -> [Dyadic] {
        point.enumerated().map { index, entry in
            let own = Dyadic(Double(entry)) ?? .zero
            guard !Self.holdsFloat(box.lower[index], box.upper[index]) else { return own }
            return own + (Dyadic(box.lower[index]) ?? .zero)
        }
    }

    /// Whether some float lies in [lower, upper].
    private static func holdsFloat(_ lower: Double, _ upper: Double) -> Bool {
        let near = Float(lower)
        return [near.nextDown, near, near.nextUp].contains { lower <= Double($0) && Double($0) <= upper }
    }

    func size(of point: [Float]) -> Double { refusal(of: point) == nil ? 1 : .infinity }
}
