/// All x' with ‖x' − x‖ₚ ≤ ε.
public struct BallFamily: InputFamily {
    public static let descriptor = FamilyDescriptor(
        name: "ball", summary: "Every image within a distance of the sample, in the suite's norm.", sizeTitle: "ε")

    public init(_ call: FamilyCall) {}

    public func set(around sample: Sample, shape: [Int], _ perturbation: PerturbationSet) -> EmbeddedSet {
        EmbeddedSet(parameters: sample.pixels, perturbation: perturbation)
    }

    public func largestSize(norm: Norm, domain: InputDomain?, count: Int) -> Double {
        norm.diameter(of: domain, count: count)
    }
}
