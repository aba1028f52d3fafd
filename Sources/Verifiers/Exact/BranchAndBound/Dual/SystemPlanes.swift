import LinearAlgebra

/// Upper planes of later ReLUs in single precision, one for all domains of a search: h ≤ W h′ + V x′ + c for the ReLUs `units`.
///
/// Every domain decides for itself which share σ ∈ [0, 1] of a negative coefficient on h goes to the plane; the rest goes to the triangle.
package struct SystemPlanes: Sendable {
    /// Their ReLUs, ascending.
    package let units: [Int]
    /// Per stage of the system: its planes.
    let ranges: [Range<Int>]
    /// Per stage t and earlier stage s: W restricted to planes of t and ReLUs of s; `nil` where it is zero.
    let hidden: [[BatchMatrix?]]
    /// Per stage: V; `nil` where it is zero.
    let inputs: [BatchMatrix?]
    /// c
    let constants: [Float]

    package var count: Int { units.count }

    /// - Parameter slopes: per plane, in the order of its ReLU, what it is without its constant.
    init(_ units: [Int], slopes: [SystemObjective], constants: [Double], stages: [Range<Int>]) {
        self.units = units
        self.constants = zip(slopes, constants).map { Float(Double($0.constant) + $1) }
        let ranges = stages.map { stage in
            let first = units.firstIndex { $0 >= stage.lowerBound } ?? units.count
            return first..<(units.firstIndex { $0 >= stage.upperBound } ?? units.count)
        }
        self.ranges = ranges
        hidden = ranges.map { range in
            stages.map { source in Self.matrix(slopes[range].map { Array($0.hiddenWeights[source]) }, source.count) }
        }
        inputs = ranges.map { range in
            Self.matrix(slopes[range].map(\.inputWeights), slopes.first?.inputWeights.count ?? 0)
        }
    }

    private static func matrix(_ rows: [[Float]], _ columns: Int) -> BatchMatrix? {
        guard rows.contains(where: { $0.contains { $0 != 0 } }) else { return nil }
        return BatchMatrix(Matrix(rows: rows.count, columns: columns, elements: rows.flatMap(\.self)))
    }
}
