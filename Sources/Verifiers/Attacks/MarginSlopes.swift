import LinearAlgebra
import Networks

/// Margins f_y − f_k of points of several samples and their gradients, in single precision.
struct MarginSlopes: Sendable {
    let evaluator: Evaluator<Float>

    /// A point of an attack.
    struct Place {
        var point: [Float]
        let space: AttackSpace
        let label: Int
        /// The class whose boundary is wanted; `nil` for the nearest.
        var target: Int?
    }

    /// The linearised boundary of a class: the margin of the point, and its gradient.
    struct Boundary {
        var margin: Double
        var slope: [Float]
    }

    /// The points' evaluation, one row per point.
    func trace(_ places: [Place]) -> Evaluator<Float>.Trace {
        evaluator.trace(
            Matrix(
                rows: places.count, columns: evaluator.network.inputShape.count,
                elements: Array(places.map(\.point).joined())))
    }

    /// The boundary of every place's target, or of the class that a move within the domain reaches soonest; `nil` where margins
    /// are no numbers, or there is no other class.
    ///
    /// - Complexity: a backward pass where all places have targets, one per class elsewhere.
    func boundaries(of places: [Place], through trace: Evaluator<Float>.Trace) -> [Boundary?] {
        if places.allSatisfy({ $0.target != nil }) { return boundaries(places.map(\.target), of: places, trace) }
        var nearest = [(cost: Cost, boundary: Boundary)?](repeating: nil, count: places.count)
        for other in 0..<trace.logits.columns {
            let classes = places.map { $0.label == other || ($0.target ?? other) != other ? nil : other }
            for (row, boundary) in boundaries(classes, of: places, trace).enumerated() {
                guard let boundary else { continue }
                let cost = Cost(of: boundary, at: places[row])
                if nearest[row].map({ cost < $0.cost }) ?? true { nearest[row] = (cost, boundary) }
            }
        }
        return nearest.map { $0?.boundary }
    }

    private func boundaries(
        _ classes: [Int?], of places: [Place], _ trace: Evaluator<Float>.Trace
    ) -> [Boundary?] {
        var cotangent = Matrix<Float>(rows: places.count, columns: trace.logits.columns)
        for (row, other) in classes.enumerated() {
            guard let other else { continue }
            cotangent[row, places[row].label] += 1
            cotangent[row, other] -= 1
        }
        let slopes = evaluator.pullback(cotangent, through: trace)
        return classes.enumerated().map { row, other in
            guard let other else { return nil }
            let margin = Double(trace.logits[row, places[row].label]) - Double(trace.logits[row, other])
            return margin.isFinite ? Boundary(margin: margin, slope: slopes.row(row)) : nil
        }
    }

    /// How far a boundary is: those that cannot be reached in the domain come last, by what is missing.
    private struct Cost: Comparable {
        let missing: Double
        let length: Double

        init(of boundary: Boundary, at place: Place) {
            let move = place.space.move(place.point, against: boundary.slope, by: max(boundary.margin, 0))
            length = place.space.length(move.offsets)
            missing = move.isEnough ? 0 : boundary.margin - boundary.fall(along: move.offsets)
        }

        static func < (a: Cost, b: Cost) -> Bool { (a.missing, a.length) < (b.missing, b.length) }
    }
}

extension MarginSlopes.Boundary {
    /// By how much the linearised margin falls along a move.
    func fall(along offsets: [Double]) -> Double {
        -zip(slope, offsets).reduce(0) { $1.1 == 0 || !$1.0.isFinite ? $0 : $0 + Double($1.0) * $1.1 }
    }

    /// The linearised margin at another point.
    func margin(at other: [Float], from point: [Float]) -> Double {
        margin - fall(along: zip(other, point).map { Double($0) - Double($1) })
    }
}
