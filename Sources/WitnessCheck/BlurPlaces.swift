import ExactArithmetic
import Questions

/// Kernels by their entries off the centre, row by row: entries ≥ 0 whose sum is at most the size, which is at most 1. Where
/// every pair of channels has a kernel, they follow each other by the channel they come to, then by the one they come from;
/// the centre that is left out is that of a channel's kernel from itself.
struct BlurPlaces: PlaceCheck {
    static let family = "blur"

    private let height, width: Int
    private let channels, rows, columns: Int
    /// Channels that a pixel of the blurred image takes from; 1: from its own alone.
    private let partners: Int
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
        partners = question.form.family.options["kernels"] == .text("channel-pairs") ? channels : 1
        sample = question.query.sample.pixels.compactMap { Dyadic(Double($0)) }
        guard sample.count == channels * rows * columns else { return nil }
    }

    func refusal(of point: [Float]) -> String? {
        let wanted = partners * (partners * height * width - 1)
        guard point.count == wanted else {
            return "it has \(point.count) entries, the kernels \(wanted) off their centres"
        }
        if let bad = point.firstIndex(where: { $0 < 0 }) { return "entry \(bad) of the kernel is \(point[bad]) < 0" }
        let mass = mass(point)
        if (Dyadic(significand: 1, exponent: 0) - mass).sign < 0 { return "its kernel's centre is negative" }
        guard (size - mass).sign < 0 else { return nil }
        return "the mass off its kernel's centre, \(mass.rounded), exceeds \(size.rounded)"
    }

    func image(of point: [Float]) -> [Dyadic] {
        var result = [Dyadic](repeating: .zero, count: sample.count)
        let run = partners * height * width - 1
        for channel in 0..<channels {
            let own = partners == 1 ? 0 : channel
            let free = point[own * run..<(own + 1) * run]
            var entries = free.compactMap { Dyadic(Double($0)) }
            entries.insert(
                Dyadic(significand: 1, exponent: 0) - mass(Array(free)),
                at: own * height * width + height * width / 2)
            for partner in 0..<partners {
                spread(
                    partners == 1 ? channel : partner, to: channel,
                    entries[partner * height * width..<(partner + 1) * height * width], into: &result)
            }
        }
        return result
    }

    /// Every pixel of a channel of the sample is spread over the places of another that see it.
    private func spread(_ source: Int, to target: Int, _ kernel: ArraySlice<Dyadic>, into result: inout [Dyadic]) {
        for row in 0..<rows {
            for column in 0..<columns {
                let value = sample[(source * rows + row) * columns + column]
                guard value.sign != 0 else { continue }
                for (place, entry) in kernel.enumerated() where entry.sign != 0 {
                    let seen = (row: row - (place / width - height / 2), column: column - (place % width - width / 2))
                    guard seen.row >= 0, seen.row < rows, seen.column >= 0, seen.column < columns else { continue }
                    result[(target * rows + seen.row) * columns + seen.column] += entry * value
                }
            }
        }
    }

    func size(of point: [Float]) -> Double { RoundedUp.double(mass(point)) }

    private func mass(_ point: [Float]) -> Dyadic {
        point.reduce(.zero) { $0 + (Dyadic(Double($1)) ?? .zero) }
    }
}
