import LinearAlgebra
import Networks
import Questions

/// The simplex certificate: the smaller of the distances of x to the faces of its activation region and to the decision
/// boundaries inside it. No adversarial example is nearer.
public struct SimplexCertificate: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "simplex", title: "SIMPLEX",
        summary: "Distance to the nearest face of the activation region or decision boundary in it; needs no ε.",
        source: "Singla & Feizi, Theorem 3; any p through the dual norm", claim: .distance,
        norms: Set(Norm.allCases), batchSize: 25, costRank: 30, provesRobust: false)

    public init(_ call: MethodCall) {}

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        var bases = RegionBases(network.lowered)
        return QueryLoop.run(queries, until: deadline) { query, _ in
            guard query.perturbation.reach == nil else { return Outcome(verdict: .unsupported) }
            var region = ActivationRegion(bases.base(for: query.perturbation.norm), at: query.sample.pixels)
            return CertifiedDistance.outcome(region.distance(label: query.label), query)
        }
    }
}
