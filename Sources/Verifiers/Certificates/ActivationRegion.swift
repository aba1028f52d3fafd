import LinearAlgebra
import Networks
import Questions

/// The polytope of inputs with the same activation pattern as x, on which every value is affine: z = V x' + v.
///
/// Jacobians V are accumulated stage by stage in double precision; beside every row runs a bound on its error in the dual
/// norm, so that distances are lower bounds in exact arithmetic too.
///
/// What counts as a face, in this order: a pre-activation that is not surely other than 0 is at distance 0, whatever its row,
/// and so is a tie in a pooling window; a row of zeros is no face, wherever its pre-activation lies.
struct ActivationRegion {
    private let base: RegionBase
    /// Rigorous enclosures of the pre-activations at x.
    private let enclosures: PointEnclosures
    /// Per stage: rows of ∂h/∂x'; `nil` is the identity (stage 0).
    private var jacobians: [JacobianRows?] = [nil]
    /// Distance to the nearest face seen so far.
    private var faceDistance = Double.infinity

    /// A decision boundary inside the region, or what it would be if the region reached that far.
    struct Boundary {
        /// The class k of the margin f_y − f_k that vanishes there.
        let adversarial: Int
        /// A lower bound on the distance; 0 where the margin at x is not surely > 0.
        let distance: Double
        /// A lower bound on the margin at x.
        let margin: Double
        /// ∇(f_y − f_k), as computed.
        let gradient: [Double]
    }

    /// Lower bounds on distances from x, in the norm whose dual was given.
    struct Distances {
        /// To the nearest face; infinite where there is none.
        let face: Double
        /// To the decision boundaries, class by class; empty where x lies on a face.
        let boundaries: [Boundary]

        /// To the nearest decision boundary; infinite where there is none.
        var boundary: Double { boundaries.reduce(.infinity) { min($0, $1.distance) } }
    }

    init(_ base: RegionBase, at pixels: [Float]) {
        self.base = base
        enclosures = PointEnclosures(base.network, at: pixels)
    }

    /// A lower bound on the distance from x to the nearest input with a margin ≤ 0; 0 for a misclassified x.
    mutating func distance(label: Int) -> Double {
        let distances = distances(label: label)
        return min(distances.face, distances.boundary)
    }

    /// Distances to faces and boundaries; call once.
    ///
    /// - Complexity: one product of every layer's matrix, its columns of active neurons only, with a Jacobian of input-many
    ///   columns.
    mutating func distances(label: Int) -> Distances {
        for stage in 1..<base.network.outputStage {
            enter(stage, base.rows(of: stage, jacobians))
            if faceDistance == 0 { return Distances(face: 0, boundaries: []) }
        }
        return Distances(face: faceDistance, boundaries: boundaries(label))
    }

    /// Notes the faces of a stage and keeps the rows of its values.
    private mutating func enter(_ index: Int, _ rows: JacobianRows) {
        let pre = enclosures.preActivations[index]
        switch base.network.stages[index].activation {
        case .identity: jacobians.append(rows)
        case .relu:
            for neuron in pre.lower.indices {
                noteFace(
                    max(pre.lower[neuron], -pre.upper[neuron]), rows.norms[neuron], rows.error[neuron],
                    isZero: rows.isZero[neuron])
            }
            let active = pre.lower.indices.filter { pre.lower[$0] >= 0 }
            jacobians.append(faceDistance == 0 ? rows : rows.keeping(active))
        case .maxPool(let windows): jacobians.append(enterPool(windows, pre, rows))
        }
    }

    private mutating func enterPool(_ windows: [[Int]], _ pre: StageBounds, _ rows: JacobianRows) -> JacobianRows {
        let maxima = windows.map { window in
            let best = window.dropFirst().reduce(window[0]) { pre.lower[$0] < pre.lower[$1] ? $1 : $0 }
            for rival in window where rival != best {
                let difference = RowDifference(rows, best, rival, base.dual)
                noteFace(
                    (pre.lower[best] - pre.upper[rival]).nextDown, difference.norm, difference.error,
                    isZero: difference.isZero)
            }
            return best
        }
        var values = rows.keeping(maxima)
        values.kept = nil
        return values
    }

    private mutating func noteFace(_ clearance: Double, _ norm: Double, _ error: Double, isZero: Bool) {
        faceDistance = min(faceDistance, Self.distance(clearance, norm, error, isZero: isZero))
    }

    /// clearance / ‖row‖, rounded down.
    private static func distance(_ clearance: Double, _ norm: Double, _ error: Double, isZero: Bool) -> Double {
        guard clearance > 0 else { return 0 }
        if isZero { return .infinity }
        let norm = (norm + error).nextUp
        guard norm.isFinite, clearance.isFinite else { return 0 }
        // Beyond the largest double, the largest is a lower bound.
        return max(0, min(clearance / norm * (1 - 0x1p-50), .greatestFiniteMagnitude).nextDown)
    }

    private func boundaries(_ label: Int) -> [Boundary] {
        let logits = base.rows(of: base.network.outputStage, jacobians)
        let classes = MarginObjectives.classes(base.network, label: label)
        return zip(classes, enclosures.margins(label: label)).map { adversarial, margin in
            let difference = RowDifference(logits, label, adversarial, base.dual)
            return Boundary(
                adversarial: adversarial,
                distance: Self.distance(margin, difference.norm, difference.error, isZero: difference.isZero),
                margin: margin, gradient: difference.row)
        }
    }
}

/// The difference of two rows, with upper bounds on its norm and on the norm of its error.
private struct RowDifference {
    let row: [Double]
    let norm: Double
    let error: Double
    let isZero: Bool

    init(_ rows: JacobianRows, _ first: Int, _ second: Int, _ dual: Norm) {
        row = zip(rows.matrix.row(first), rows.matrix.row(second)).map { $0 - $1 }
        norm = dual.upperBound(of: row)
        error =
            (rows.error[first] + rows.error[second]) * (1 + 1e-9) + (rows.norms[first] + rows.norms[second]) * 0x1p-50
        isZero = rows.isZero[first] && rows.isZero[second]
    }
}
