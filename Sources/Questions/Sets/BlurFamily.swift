/// Images blurred by kernels whose entries lie in [0, 1], with zeros beyond the rim (the blurring perturbations of
/// MIPVerify.jl; Tjeng et al. 2019). Kernels are shared by all channels, or there is one per pair of channels: from which
/// one comes to which. Those that come to a channel sum to 1 together. The size is how much of their mass, over all channels,
/// may leave the centres, which are the entries that keep the image: 0 is the sample; 1 is any kernel where all share one.
///
/// The parameters are the entries off the centres: θ ≥ 0 with Σ θ ≤ size, a ball in l1 around θ₀ = 0 inside [0, 1]. A centre's
/// entry is 1 less the others that come to its channel, and x' = Σ k · (a channel moved by the place of k), which takes no
/// arithmetic on the pixels.
public struct BlurFamily: InputFamily {
    public static let descriptor = FamilyDescriptor(
        name: "blur",
        summary:
            "The sample blurred by any kernel with entries in [0, 1] that sum to 1; the size is the mass off its centre.",
        sizeTitle: "mass off the centre",
        options: [
            OptionDescriptor("height", .integer(1...31), default: .integer(5), unit: "pixels", help: "Odd."),
            OptionDescriptor("width", .integer(1...31), default: .integer(5), unit: "pixels", help: "Odd."),
            OptionDescriptor(
                "kernels", .choice(["shared", "channel-pairs"]), default: .text("shared"), cameLater: true,
                help: "One for all channels, or one per pair of channels: those that come to a channel sum to 1."),
        ], norm: .one)

    private let height: Int
    private let width: Int
    private let arePairs: Bool

    public init(_ call: FamilyCall) throws(FamilyFault) {
        (height, width) = (call.integer("height"), call.integer("width"))
        arePairs = call.options["kernels"] == .text("channel-pairs")
        for (name, extent) in [("height", height), ("width", width)] where extent % 2 == 0 {
            throw FamilyFault("\(name) \(extent) is even: the kernel has no centre; height and width must be odd")
        }
        guard height * width > 1 || arePairs else { throw FamilyFault("a kernel of 1 × 1 blurs nothing") }
    }

    public func set(
        around sample: Sample, shape: [Int], _ perturbation: PerturbationSet
    ) throws(FamilyFault) -> EmbeddedSet {
        guard shape.count == 3, shape.reduce(1, *) == sample.pixels.count else {
            throw FamilyFault("blur needs images of channels × height × width, these have \(shape.count) extents")
        }
        guard perturbation.epsilon <= 1 else {
            let whose = arePairs ? "all kernels' centres together is asked about up to" : "a kernel's centre is at most"
            throw FamilyFault("the mass that leaves \(whose) 1, found \(perturbation.epsilon)")
        }
        guard height * width > 1 || shape[0] > 1 else {
            throw FamilyFault("a kernel of 1 × 1 blurs nothing of one channel")
        }
        let ball = PerturbationSet(norm: .one, epsilon: perturbation.epsilon, domain: .unit)
        let kernels = BlurKernels(
            height: height, width: width, sources: arePairs ? shape[0] : 1, targets: arePairs ? shape[0] : 1)
        return EmbeddedSet(
            parameters: Array(repeating: 0, count: kernels.freeCount), perturbation: ball,
            maps: [kernels.completion, kernels.images(sample.pixels, shape)])
    }

    public func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double { 1 }
}

/// Kernels from `sources` channels to `targets`, one of each where all channels share them. Entries are in the order of
/// targets, sources, rows, columns.
private struct BlurKernels {
    var height: Int
    var width: Int
    var sources: Int
    var targets: Int

    private var area: Int { height * width }
    /// Entries of the kernels that come to one channel.
    private var entriesPerTarget: Int { sources * area }
    var freeCount: Int { targets * (entriesPerTarget - 1) }

    /// Where the centre of a channel's own kernel stands among the entries that come to it.
    private func centre(_ target: Int) -> Int { (sources == 1 ? 0 : target) * area + area / 2 }

    /// The kernels of the entries off their centres.
    var completion: AffineMap {
        let rows = targets * entriesPerTarget
        var weight = [Float](repeating: 0, count: rows * freeCount)
        var bias = [Float](repeating: 0, count: rows)
        for target in 0..<targets {
            let (first, centre) = (target * entriesPerTarget, centre(target))
            for free in 0..<entriesPerTarget - 1 {
                let column = target * (entriesPerTarget - 1) + free
                weight[(first + (free < centre ? free : free + 1)) * freeCount + column] = 1
                weight[(first + centre) * freeCount + column] = -1
            }
            bias[first + centre] = 1
        }
        return AffineMap(rows: rows, columns: freeCount, weight: weight, bias: bias)
    }

    /// The image of the kernels: an entry's column is the channel that it comes from, moved by its place against the centre.
    func images(_ sample: [Float], _ shape: [Int]) -> AffineMap {
        let (channels, rows, columns) = (shape[0], shape[1], shape[2])
        let count = targets * entriesPerTarget
        var weight = [Float](repeating: 0, count: sample.count * count)
        for channel in 0..<channels {
            for source in sources == 1 ? channel...channel : 0...sources - 1 {
                let first = targets == 1 ? 0 : channel * entriesPerTarget + source * area
                for place in 0..<area {
                    let (down, right) = (place / width - height / 2, place % width - width / 2)
                    for row in max(0, -down)..<max(0, -down, min(rows, rows - down)) {
                        for column in max(0, -right)..<max(0, -right, min(columns, columns - right)) {
                            let pixel = (channel * rows + row) * columns + column
                            weight[pixel * count + first + place] =
                                sample[(source * rows + row + down) * columns + column + right]
                        }
                    }
                }
            }
        }
        return AffineMap(
            rows: sample.count, columns: count, weight: weight, bias: Array(repeating: 0, count: sample.count))
    }
}
