/// Images blurred by a kernel whose entries lie in [0, 1] and sum to 1, the same for every channel, with zeros beyond the rim
/// (the blurring perturbations of MIPVerify.jl; Tjeng et al. 2019). The size is how much of the kernel's mass may leave its
/// centre: 0 is the sample, 1 any kernel.
///
/// The parameters are the entries off the centre: θ ≥ 0 with Σ θ ≤ size, a ball in l1 around θ₀ = 0 inside [0, 1]. The centre's
/// entry is 1 − Σ θ, and x' = Σ k · (the image moved by the place of k), which takes no arithmetic on the pixels.
public struct BlurFamily: InputFamily {
    public static let descriptor = FamilyDescriptor(
        name: "blur",
        summary:
            "The sample blurred by any kernel with entries in [0, 1] that sum to 1; the size is the mass off its centre.",
        sizeTitle: "mass off the centre",
        options: [
            OptionDescriptor("height", .integer(1...31), default: .integer(5), unit: "pixels", help: "Odd."),
            OptionDescriptor("width", .integer(1...31), default: .integer(5), unit: "pixels", help: "Odd."),
        ], norm: .one)

    private let height: Int
    private let width: Int

    public init(_ call: FamilyCall) throws(FamilyFault) {
        (height, width) = (call.integer("height"), call.integer("width"))
        for (name, extent) in [("height", height), ("width", width)] where extent % 2 == 0 {
            throw FamilyFault("\(name) \(extent) is even: the kernel has no centre; height and width must be odd")
        }
        guard height * width > 1 else { throw FamilyFault("a kernel of 1 × 1 blurs nothing") }
    }

    public func set(
        around sample: [Float], shape: [Int], _ perturbation: PerturbationSet
    ) throws(FamilyFault) -> EmbeddedSet {
        guard shape.count == 3, shape.reduce(1, *) == sample.count else {
            throw FamilyFault("blur needs images of channels × height × width, these have \(shape.count) extents")
        }
        guard perturbation.epsilon <= 1 else {
            throw FamilyFault("the mass that leaves a kernel's centre is at most 1, found \(perturbation.epsilon)")
        }
        let ball = PerturbationSet(norm: .one, epsilon: perturbation.epsilon, domain: .unit)
        return EmbeddedSet(
            parameters: Array(repeating: 0, count: height * width - 1), perturbation: ball,
            maps: [completion, images(sample, channels: shape[0], rows: shape[1], columns: shape[2])])
    }

    public func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double { 1 }

    /// The kernel of the entries off its centre.
    private var completion: AffineMap {
        let (entries, centre) = (height * width, height * width / 2)
        var weight = [Float](repeating: 0, count: entries * (entries - 1))
        var bias = [Float](repeating: 0, count: entries)
        for free in 0..<entries - 1 {
            let entry = free < centre ? free : free + 1
            weight[entry * (entries - 1) + free] = 1
            weight[centre * (entries - 1) + free] = -1
        }
        bias[centre] = 1
        return AffineMap(rows: entries, columns: entries - 1, weight: weight, bias: bias)
    }

    /// The image of a kernel: column k is the sample moved by the place of k against the centre.
    private func images(_ sample: [Float], channels: Int, rows: Int, columns: Int) -> AffineMap {
        let entries = height * width
        var weight = [Float](repeating: 0, count: sample.count * entries)
        for channel in 0..<channels {
            for row in 0..<rows {
                for column in 0..<columns {
                    let pixel = (channel * rows + row) * columns + column
                    for entry in 0..<entries {
                        let (sourceRow, sourceColumn) = (
                            row + entry / width - height / 2, column + entry % width - width / 2
                        )
                        guard (0..<rows).contains(sourceRow), (0..<columns).contains(sourceColumn) else { continue }
                        weight[pixel * entries + entry] = sample[(channel * rows + sourceRow) * columns + sourceColumn]
                    }
                }
            }
        }
        return AffineMap(
            rows: sample.count, columns: entries, weight: weight, bias: Array(repeating: 0, count: sample.count))
    }
}
