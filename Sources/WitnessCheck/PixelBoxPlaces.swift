import ExactArithmetic
import Questions

/// Images whose pixel i differs from the sample's by at most size · rᵢ.
struct PixelBoxPlaces: PlaceCheck {
    static let family = "pixel-boxes"

    private let sample: [Float]
    private let reach: [Float]
    private let size: Double
    private let domain: InputDomain?

    init?(_ question: AskedQuestion) {
        let call = question.form.family
        sample = question.query.sample.pixels
        reach = call.data
        size = question.query.perturbation.epsilon
        domain = question.query.perturbation.domain
        guard reach.count == sample.count, FamilyCall.digest(of: reach) == call.dataDigest,
            reach.allSatisfy({ $0 >= 0 && $0.isFinite }), size >= 0, size.isFinite
        else { return nil }
    }

    func refusal(of point: [Float]) -> String? {
        guard point.count == sample.count else { return "it has \(point.count) pixels, the sample \(sample.count)" }
        for (index, pixel) in point.enumerated() where pixel != sample[index] {
            if let domain, Double(pixel) < domain.lower || Double(pixel) > domain.upper {
                return "pixel \(index) is \(pixel), outside the input domain"
            }
            guard isWithin(size, index, pixel) else {
                return "pixel \(index) differs by \(abs(pixel - sample[index])), more than \(size) times its reach "
                    + "\(reach[index])"
            }
        }
        return nil
    }

    func image(of point: [Float]) -> [Dyadic] { point.map { Dyadic(Double($0)) ?? .zero } }

    func size(of point: [Float]) -> Double {
        var size = 0.0
        for (index, pixel) in point.enumerated() where pixel != sample[index] {
            guard reach[index] > 0 else { return .infinity }
            var own = abs(Double(pixel) - Double(sample[index])) / Double(reach[index])
            while own > 0, isWithin(own.nextDown, index, pixel) { own = own.nextDown }
            while own.isFinite, !isWithin(own, index, pixel) { own = own.nextUp }
            size = max(size, own)
        }
        return size
    }

    /// |x'ᵢ − xᵢ| ≤ size · rᵢ without rounding.
    private func isWithin(_ size: Double, _ index: Int, _ pixel: Float) -> Bool {
        guard let size = Dyadic(size), let reach = Dyadic(Double(reach[index])), let pixel = Dyadic(Double(pixel)),
            let sample = Dyadic(Double(sample[index]))
        else { return false }
        return (size * reach - (pixel - sample).magnitude).sign >= 0
    }
}
