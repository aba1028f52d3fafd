import LinearAlgebra

extension AttackSpace {
    /// A point of the domain about `radius` or less from the sample: for p = ∞ uniform in the ball, else at a uniform part of the
    /// radius in a random direction.
    func randomPoint(within radius: Double, _ generator: inout SeededGenerator) -> [Float] {
        guard radius > 0, radius.isFinite else { return centre }
        if step.norm == .infinity {
            let offsets = centre.indices.map { index in
                let reach = step.reach.isEmpty ? 1 : Double(step.reach[index])
                return radius * reach * (2 * generator.unitDouble() - 1)
            }
            return moved(centre, by: offsets)
        }
        let directions = centre.map { _ in
            let normal = generator.normal()
            // Laplace's distribution is to p = 1 what the normal one is to p = 2: its square is a sum of two normal ones.
            guard step.norm == .one else { return normal }
            let other = generator.normal()
            return (normal < 0 ? -1 : 1) * (normal * normal + other * other)
        }
        let length = length(directions)
        guard length > 0 else { return centre }
        let part = radius * generator.unitDouble() / length
        return moved(centre, by: directions.map { $0 * part })
    }
}
