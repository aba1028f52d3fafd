import LinearAlgebra

/// The perturbation set of one image as backward substitution sees it: extrema of linear functions of the pixels, and their
/// derivatives.
enum DualSet<Scalar: BLASScalar> {
    /// Radius per pixel of a box around the centre.
    case box(radius: [Scalar])
    /// Radius of a Euclidean ball around the centre.
    case ball(radius: Scalar)

    /// low += min M·x and up += max M·x over the set, for every column of M.
    @inline(__always)
    func addExtrema(_ values: [Scalar], _ centre: [Scalar], _ low: inout [Scalar], _ up: inout [Scalar]) {
        switch self {
        case .box(let radius): DualKernels.addBoxExtrema(values, centre, radius, &low, &up)
        case .ball(let radius):
            let norms = DualNorm(of: .two).columnNorms(values, width: low.count)
            DualKernels.addBoxExtrema(values, centre, [Scalar](repeating: 0, count: centre.count), &low, &up)
            for column in low.indices {
                low[column] -= radius * norms[column]
                up[column] += radius * norms[column]
            }
        }
    }

    /// Overwrites the coefficients M on the pixels by derivatives, given the sum gˡ + gᵘ and the difference gᵘ − gˡ of those by
    /// the extrema of every column; on a ball (gˡ + gᵘ) c + (gᵘ − gˡ) ε M / ‖M‖.
    @inline(__always)
    func pull(_ values: inout [Scalar], _ centre: [Scalar], sum: [Scalar], difference: [Scalar]) {
        switch self {
        case .box(let radius): DualKernels.boxGradient(&values, centre, radius, sum: sum, difference: difference)
        case .ball(let radius):
            let norm = DualNorm(of: .two)
            let norms = norm.columnNorms(values, width: sum.count)
            norm.pullColumns(&values, slopes: difference.map { radius * $0 }, norms: norms)
            for pixel in centre.indices {
                for column in sum.indices { values[pixel * sum.count + column] += sum[column] * centre[pixel] }
            }
        }
    }
}
