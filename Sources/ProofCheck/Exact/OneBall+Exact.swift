import ExactArithmetic
import Questions

extension OneBall {
    func exactPart(_ entries: [(index: Int, value: Dyadic)], _ lambda: Double, in box: Box) -> Dyadic {
        let multiplier = ExactLagrangian.exact(lambda)
        var slack = -ExactLagrangian.exact(radius)
        if lambda != 0 {
            for (nearest, centre) in zip(nearest, centre) where nearest != centre {
                slack += (ExactLagrangian.exact(nearest) - ExactLagrangian.exact(centre)).magnitude
            }
        }
        var total = multiplier * slack
        for (index, value) in entries where value.sign != 0 {
            let start = ExactLagrangian.exact(nearest[index])
            total += value * start
            let excess = value.magnitude - multiplier
            guard excess.sign > 0 else { continue }
            let end = ExactLagrangian.exact(value.sign > 0 ? box.lower[index] : box.upper[index])
            total += -(excess * (end - start).magnitude)
        }
        return total
    }
}
