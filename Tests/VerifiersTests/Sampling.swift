import LinearAlgebra
import Questions

/// Points of a query's perturbation set on two inputs: random ones and the corners of the ball.
func pointsInBall(_ query: Query, seed: UInt64) -> [[Float]] {
    var generator = SeededGenerator(seed: seed)
    let centre = query.sample.pixels
    let set = query.perturbation
    let radius = Float(set.epsilon)
    var points = [[radius, 0], [-radius, 0], [0, radius], [0, -radius]].map { zip($0, centre).map(+) }
    for _ in 0..<200 {
        let step = [2 * generator.unitFloat() - 1, 2 * generator.unitFloat() - 1]
        let length = Float(set.norm(step.map(Double.init)))
        let scale = length > 1 ? radius / length : radius
        points.append(zip(step, centre).map { $0 * scale + $1 })
    }
    return points.map { $0.map { min(max($0, 0), 1) } }
}
