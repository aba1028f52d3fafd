import LinearAlgebra
import Networks
import Questions

/// The distances of maximum-margin regularisation: d_B to the nearest face of the activation region of x, d_D to the nearest
/// decision boundary inside it.
///
/// min(d_B, d_D) is a lower bound on the minimum distortion, the same as `simplex` says. Where d_B ≥ d_D the nearest point of the
/// boundary lies in the region, and d_D *is* the minimum distortion, up to the input domain: where that point lies outside the
/// domain, the minimum distortion inside it is larger, and d_D only a lower bound. The note of such an outcome says so. Asked
/// for the minimum distortion, the method looks for a witness beside the nearest boundaries, whose distance closes the bracket
/// where d_D is exact.
public struct MMRCertificate: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "mmr", title: "MMR",
        summary:
            "Distances to the nearest face and decision boundary; where the boundary is nearer, the exact distortion.",
        source: "Croce, Andriushchenko & Hein, AISTATS 2019, Theorem 3.1; any p through the dual norm",
        claim: .distance,
        norms: Set(Norm.allCases), batchSize: 25, costRank: 30, provesRobust: false)

    public init(_ call: MethodCall) {}

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        var bases = RegionBases(network.lowered)
        return QueryLoop.run(queries, until: deadline) { query, _ in
            guard query.perturbation.reach == nil else { return Outcome(verdict: .unsupported) }
            var region = ActivationRegion(bases.base(for: query.perturbation.norm), at: query.sample.pixels)
            let distances = region.distances(label: query.label)
            return CertifiedDistance.outcome(
                min(distances.face, distances.boundary), query, note: distances.isExact ? Self.exactness : nil)
        }
    }

    private static let exactness =
        "exact but for rounding, unless the nearest point of the boundary lies outside the input domain"
}

extension ActivationRegion.Distances {
    /// Covers the rounding of either distance.
    private static let spare = 1e-9

    /// Whether the nearest boundary surely lies inside the region.
    var isExact: Bool { boundary > 0 && boundary.isFinite && face >= boundary * (1 + Self.spare) }
}

extension MMRCertificate: SizeMinimiser {
    var minimisesSize: Bool { true }

    /// Nothing is claimed beyond the certified distance.
    var claimConfirmer: (any Verifier<Network>)? { nil }

    func minimiseSize(
        _ query: Query, on network: Network, judge: WitnessJudge, until deadline: Deadline
    ) -> SizeAnswer {
        let norm = query.perturbation.norm
        var region = ActivationRegion(RegionBase(network.lowered, dual: norm.dual), at: query.sample.pixels)
        let nearest = NearestWitness(query, network, judge: judge)
        let boundaries = region.distances(label: query.label).boundaries.sorted { $0.distance < $1.distance }
        for boundary in boundaries where boundary.distance < nearest.distance && !deadline.hasPassed {
            nearest.consider(boundary.nearestPoint(to: query.sample.pixels, norm))
        }
        var answer = SizeAnswer()
        answer.nearest = nearest.found
        return answer
    }
}

extension ActivationRegion.Boundary {
    /// The point of the hyperplane margin + gradient·(x' − x) = 0 that is nearest to x, not rounded rigorously; x where there is
    /// none.
    fileprivate func nearestPoint(to pixels: [Float], _ norm: Norm) -> [Double] {
        let length = norm.dual(gradient)
        guard length > 0, length.isFinite else { return pixels.map(Double.init) }
        let distance = margin / length
        let step: [Double]
        switch norm {
        case .infinity: step = gradient.map { $0 == 0 ? 0 : $0 > 0 ? -distance : distance }
        case .two: step = gradient.map { -distance * $0 / length }
        case .one:
            let steepest = gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) }
            step = gradient.indices.map { $0 != steepest ? 0 : gradient[$0] > 0 ? -distance : distance }
        }
        return zip(pixels, step).map { Double($0) + $1 }
    }
}
