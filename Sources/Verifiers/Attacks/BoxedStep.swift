import LinearAlgebra
import Questions

/// The shortest move in a norm that makes a linear function fall by a given amount without leaving a box: the projection of a
/// point on a half-space inside a box, as Croce & Hein (ICML 2020, section 2.2) and, without the box, Moosavi-Dezfooli et al.
/// (CVPR 2016, eq. 8 and 12) take it.
///
/// With slopes gᵢ, the room ρᵢ that the box leaves on the side on which the function falls, and a level t ≥ 0, coordinate i
/// moves by −sign(gᵢ) min(t rᵢ, ρᵢ), where rᵢ is
///
/// - for p = ∞ the reach of the coordinate, 1 without one,
/// - for p = 2 |gᵢ|;
///
/// for p = 1 coordinates move as far as they can in the order of |gᵢ|, the last of them by what is left. That is optimal by the
/// conditions of Karush, Kuhn and Tucker; the level is the root of a concave piecewise linear function.
struct BoxedStep: Sendable {
    let norm: Norm
    /// p = ∞: what a coordinate's move is measured in; empty for 1.
    let reach: [Float]

    /// A move, one entry per coordinate.
    struct Move: Sendable {
        var offsets: [Double]
        /// Whether the function falls by the amount; if not, every coordinate moved as far as it helps.
        var isEnough: Bool
    }

    /// - Parameters:
    ///   - slope: g; entries that are no finite numbers are not followed.
    ///   - amount: ≥ 0, by which the function is to fall.
    ///   - point: inside the box.
    /// - Complexity: O(n) for each piece of the level's function that is passed, few in practice; O(n log n) for p = 1.
    func move(
        against slope: UnsafeBufferPointer<Float>, by amount: Double, from point: [Float], lower: [Float],
        upper: [Float]
    ) -> Move {
        var gains = [Double](repeating: 0, count: point.count)
        var rooms = gains
        for index in point.indices where slope[index].isFinite {
            gains[index] = Double(abs(slope[index]))
            let end = slope[index] > 0 ? lower[index] : upper[index]
            rooms[index] = abs(Double(end) - Double(point[index]))
        }
        var move =
            norm == .one
            ? greedy(gains, rooms, amount) : levelled(gains, rooms, rates(gains), amount)
        for index in point.indices where slope[index] > 0 { move.offsets[index] = -move.offsets[index] }
        return move
    }

    private func rates(_ gains: [Double]) -> [Double] {
        if norm == .two { return gains }
        return reach.isEmpty ? Array(repeating: 1, count: gains.count) : reach.map(Double.init)
    }

    /// Lengths min(t r, ρ) where Σ g min(t r, ρ) is the amount.
    private func levelled(_ gains: [Double], _ rooms: [Double], _ rates: [Double], _ amount: Double) -> Move {
        let level = Self.level(gains, rooms, rates, amount)
        let offsets = gains.indices.map { index in
            gains[index] > 0 && rates[index] > 0 ? min(level * rates[index], rooms[index]) : 0
        }
        guard level < .infinity else {
            // Without an end there is no farthest point.
            return Move(offsets: offsets.map { $0.isFinite ? $0 : 0 }, isEnough: false)
        }
        return Move(offsets: offsets, isEnough: true)
    }

    /// Newton's method from below: the function is concave, so that it never passes the root, and ends on the root's piece.
    private static func level(_ gains: [Double], _ rooms: [Double], _ rates: [Double], _ amount: Double) -> Double {
        var level = 0.0
        for _ in 0...gains.count {
            var (full, rate) = (0.0, 0.0)
            for index in gains.indices {
                let isFull = level * rates[index] >= rooms[index]
                full += isFull ? gains[index] * rooms[index] : 0
                rate += isFull ? 0 : gains[index] * rates[index]
            }
            guard rate > 0 else { return amount <= full ? level : .infinity }
            let next = (amount - full) / rate
            guard next > level else { return level }
            level = next
        }
        return level
    }

    /// Steepest coordinates first.
    private func greedy(_ gains: [Double], _ rooms: [Double], _ amount: Double) -> Move {
        var move = Move(offsets: Array(repeating: 0, count: gains.count), isEnough: true)
        let order = gains.indices.filter { gains[$0] > 0 && rooms[$0] > 0 }
            .sorted { (gains[$1], $0) < (gains[$0], $1) }
        var left = amount
        for index in order {
            guard left > 0 else { return move }
            let length = min(rooms[index], left / gains[index])
            move.offsets[index] = length
            left -= length * gains[index]
        }
        move.isEnough = !(left > 1e-12 * amount)
        return move
    }
}
