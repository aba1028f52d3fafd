import Questions

extension SuiteReader {
    /// What is wrong with a radius, and a hint; `nil` if nothing is. An l∞ radius above the width of the input domain is a
    /// radius in another space.
    public static func radiusFault(
        of epsilon: Double, norm: Norm?, domain: InputDomain?
    ) -> (text: String, hint: String?)? {
        if epsilon < 0 { return ("ε must not be negative, found \(OptionValue.number(epsilon))", nil) }
        guard norm == .infinity, let domain, epsilon > domain.upper - domain.lower else { return nil }
        let shown = OptionValue.number(epsilon)
        let range = "[\(OptionValue.number(domain.lower)), \(OptionValue.number(domain.upper))]"
        let scaled = (epsilon * (domain.upper - domain.lower) / 255 * 10_000).rounded() / 10_000
        return (
            "ε = \(shown) is wider than the input domain \(range)",
            "ε is in pixel space, before normalisation: \(shown)/255 is \(scaled)"
        )
    }
}
