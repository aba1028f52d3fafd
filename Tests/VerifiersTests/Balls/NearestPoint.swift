/// The point of a polyhedron {w : G w ≥ h} that is nearest to 0, by Lawson and Hanson's least distance programming
/// ("Solving Least Squares Problems", 1974, chapter 23): non-negative least squares min ‖E u − f‖ over u ≥ 0 with the rows
/// of E being Gᵀ and hᵀ and f = (0, …, 0, 1) leave a residual r, and w = −r₁…ₙ / rₙ₊₁. For a handful of dimensions.
struct NearestPoint {
    /// g·w ≥ h, ‖g‖₂ = 1.
    typealias HalfSpace = (normal: [Double], bound: Double)

    let point: [Double]
    let distance: Double
    /// How far the point lies outside of the polyhedron, and how far what the multipliers u prove of the distance is from it.
    let fault: Double

    /// `nil` where the polyhedron is empty, or farther away than 1000.
    init?(_ spaces: [HalfSpace], dimension: Int) {
        let columns = spaces.map { $0.normal + [$0.bound] }
        let multipliers = Self.leastSquares(columns, rows: dimension + 1)
        var residual = [Double](repeating: 0, count: dimension + 1)
        residual[dimension] = -1
        for (factor, column) in zip(multipliers, columns) {
            for row in residual.indices { residual[row] += factor * column[row] }
        }
        let last = -residual[dimension]
        guard last > 1e-6 else { return nil }
        let point = residual.prefix(dimension).map { $0 / last }
        self.point = point
        distance = Self.dot(point, point).squareRoot()
        let outside = spaces.reduce(0.0) { max($0, $1.bound - Self.dot($1.normal, point)) }
        // With λ = u / last: w = Gᵀ λ, and λ·h − ½ ‖Gᵀ λ‖² ≤ ½ ‖w‖².
        let proved = zip(multipliers, spaces).reduce(0) { $0 + $1.0 / last * $1.1.bound } * 2 - Self.dot(point, point)
        fault = max(outside, abs(proved - Self.dot(point, point)))
    }

    private static func dot(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// u ≥ 0 that minimises ‖Σ u a − f‖ (Lawson & Hanson, chapter 23, NNLS).
    private static func leastSquares(_ columns: [[Double]], rows: Int) -> [Double] {
        var solution = [Double](repeating: 0, count: columns.count)
        var passive = [Int]()
        for _ in 0..<20 * (columns.count + 1) {
            var residual = [Double](repeating: 0, count: rows)
            residual[rows - 1] = 1
            for index in passive { for row in 0..<rows { residual[row] -= solution[index] * columns[index][row] } }
            let slopes = columns.map { dot($0, residual) }
            guard let entering = columns.indices.filter({ !passive.contains($0) }).max(by: { slopes[$0] < slopes[$1] }),
                slopes[entering] > 1e-13, passive.count < rows
            else { break }
            passive.append(entering)
            while true {
                let trial = unconstrained(passive.map { columns[$0] }, rows: rows)
                guard
                    let worst = trial.indices.filter({ trial[$0] <= 0 }).min(by: {
                        ratio(solution[passive[$0]], trial[$0]) < ratio(solution[passive[$1]], trial[$1])
                    })
                else {
                    for (index, value) in zip(passive, trial) { solution[index] = value }
                    break
                }
                let step = ratio(solution[passive[worst]], trial[worst])
                for (index, value) in zip(passive, trial) { solution[index] += step * (value - solution[index]) }
                solution[passive[worst]] = 0
                passive.remove(at: worst)
            }
        }
        return solution
    }

    private static func ratio(_ from: Double, _ to: Double) -> Double { from == to ? 0 : from / (from - to) }

    /// Coefficients of the best combination of linearly independent columns, orthogonalised twice.
    private static func unconstrained(_ columns: [[Double]], rows: Int) -> [Double] {
        var basis = [[Double]]()
        var triangle = [[Double]]()
        for column in columns {
            var (rest, shares) = (column, [Double](repeating: 0, count: basis.count))
            for _ in 0..<2 {
                for (index, direction) in basis.enumerated() {
                    let share = dot(direction, rest)
                    shares[index] += share
                    for row in 0..<rows { rest[row] -= share * direction[row] }
                }
            }
            let length = dot(rest, rest).squareRoot()
            basis.append(rest.map { length > 1e-14 ? $0 / length : 0 })
            triangle.append(shares + [length])
        }
        var result = basis.map { $0[rows - 1] }
        for index in columns.indices.reversed() {
            for later in columns.indices where later > index { result[index] -= triangle[later][index] * result[later] }
            result[index] = triangle[index][index] > 1e-14 ? result[index] / triangle[index][index] : 0
        }
        return result
    }
}
