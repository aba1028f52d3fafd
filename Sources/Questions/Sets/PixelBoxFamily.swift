/// All x' with |x'ᵢ − xᵢ| ≤ size · rᵢ: a box with a reach r of its own for every pixel. A pixel with reach 0 does not move.
public struct PixelBoxFamily: InputFamily {
    public static let descriptor = FamilyDescriptor(
        name: "pixel-boxes",
        summary: "Every image whose pixels differ by at most the size times a reach of their own, read from a file.",
        sizeTitle: "factor of every pixel's reach", needsData: true, norm: .infinity)

    private let reach: [Float]

    public init(_ call: FamilyCall) throws(FamilyFault) {
        guard FamilyCall.digest(of: call.data) == call.dataDigest else {
            throw FamilyFault("the reach of the pixels is not at hand")
        }
        if let bad = call.data.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
            throw FamilyFault("the reach of pixel \(bad) is \(call.data[bad]); it must be finite and at least 0")
        }
        reach = call.data
    }

    public func set(
        around sample: Sample, shape: [Int], _ perturbation: PerturbationSet
    ) throws(FamilyFault) -> EmbeddedSet {
        guard reach.count == sample.pixels.count else {
            throw FamilyFault("there are \(reach.count) reaches, the image has \(sample.pixels.count) pixels")
        }
        var own = perturbation
        own.norm = .infinity
        own.reach = reach
        return EmbeddedSet(parameters: sample.pixels, perturbation: own)
    }

    public func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double {
        let least = reach.filter { $0 > 0 }.min().map(Double.init) ?? 1
        return min(Norm.infinity.diameter(of: domain, count: count) / least, 0x1p20)
    }
}
