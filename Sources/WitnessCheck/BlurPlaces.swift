import ExactArithmetic
import Questions

/// Kernels by their entries off the centre, row by row: entries ≥ 0 whose sum is at most the size, which is at most 1.
struct BlurPlaces: PlaceCheck {
    static let family = "blur"

    private let height, width: Int
    private let channels, rows, columns: Int
    private let sample: [Dyadic]
    private let size: Dyadic

    init?(_ question: AskedQuestion) {
        guard case .integer(let height)? = question.form.family.options["height"],
            case .integer(let width)? = question.form.family.options["width"], height % 2 == 1, width % 2 == 1,
            height > 0, width > 0, question.shape.count == 3,
            let size = Dyadic(question.query.perturbation.epsilon)
        else { return nil }
        (self.height, self.width, self.size) = (height, width, size)
        (channels, rows, columns) = (question.shape[0], question.shape[1], question.shape[2])
        sample = question.query.sample.pixels.compactMap { Dyadic(Double($0)) }
        guard sample.count == channels * rows * columns else { return nil }
    }

    func refusal(of point: [Float]) -> String? {
        guard point.count == height * width - 1 else {
            return "it has \(point.count) entries, a kernel \(height * width - 1) off its centre"
        }
        if let bad = point.firstIndex(where: { $0 < 0 }) { return "entry \(bad) of the kernel is \(point[bad]) < 0" }
        let mass = mass(point)
        if (Dyadic(significand: 1, exponent: 0) - mass).sign < 0 { return "its kernel's centre is negative" }
        guard (size - mass).sign < 0 else { return nil }
        return "the mass off its kernel's centre, \(mass.rounded), exceeds \(size.rounded)"
    }

    func image(of point: [Float]) -> [Dyadic] {
        var entries = point.compactMap { Dyadic(Double($0)) }
        entries.insert(Dyadic(significand: 1, exponent: 0) - mass(point), at: height * width / 2)
        var result = [Dyadic](repeating: .zero, count: sample.count)
        // Every pixel of the sample is spread over the places that see it.
        for channel in 0..<channels {
            for row in 0..<rows {
                for column in 0..<columns {
                    let value = sample[(channel * rows + row) * columns + column]
                    guard value.sign != 0 else { continue }
                    for (place, entry) in entries.enumerated() where entry.sign != 0 {
                        let target = (
                            row: row - (place / width - height / 2), column: column - (place % width - width / 2)
                        )
                        guard target.row >= 0, target.row < rows, target.column >= 0, target.column < columns else {
                            continue
                        }
                        result[(channel * rows + target.row) * columns + target.column] += entry * value
                    }
                }
            }
        }
        return result
    }

    func size(of point: [Float]) -> Double { RoundedUp.double(mass(point)) }

    private func mass(_ point: [Float]) -> Dyadic {
        point.reduce(.zero) { $0 + (Dyadic(Double($1)) ?? .zero) }
    }
}
