import ExactArithmetic
import Questions

extension TwoBall {
    /// The places are chosen in doubles, each the best of three neighbours: what the walk chose may be another one by an
    /// ulp, which counts where λ is large.
    func exactPart(_ entries: [(index: Int, value: Dyadic)], _ lambda: Double, in box: Box) -> Dyadic {
        let exact = ExactLagrangian.exact
        guard lambda > 0 else {
            return entries.reduce(.zero) { sum, entry in
                sum + entry.value * exact(entry.value.sign > 0 ? box.lower[entry.index] : box.upper[entry.index])
            }
        }
        let (multiplier, half) = (exact(lambda), exact(0.5))
        var total = -(multiplier * half * exact(radius) * exact(radius))
        for (index, value) in entries {
            let (lower, upper) = (box.lower[index], box.upper[index])
            // An input without a coefficient stays at its centre, where that lies in its interval.
            if value.sign == 0, lower <= centre[index], centre[index] <= upper { continue }
            let place = place(index, value.rounded, lambda)
            var best: Dyadic?
            for t in [place, place.nextDown, place.nextUp] where lower <= t && t <= upper {
                let away = exact(t) - exact(centre[index])
                let slope = value + multiplier * away
                let ends = min(slope * (exact(lower) - exact(t)), slope * (exact(upper) - exact(t)))
                let bound = value * exact(t) + multiplier * half * away * away + ends
                best = best.map { max($0, bound) } ?? bound
            }
            total += best ?? .zero
        }
        return total
    }
}
