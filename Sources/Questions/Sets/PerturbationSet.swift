/// The range of every input coordinate in pixel space, usually [0, 1].
public struct InputDomain: Codable, Sendable, Hashable {
    public var lower: Double
    public var upper: Double

    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    public static let unit = InputDomain(lower: 0, upper: 1)
}

/// All x' with ‖x' − x‖ₚ ≤ ε inside the input domain. ε is in pixel space, before any normalisation.
public struct PerturbationSet: Codable, Sendable, Hashable {
    public var norm: Norm
    /// Radius; 0 is the sample itself.
    public var epsilon: Double
    /// `nil` is unbounded.
    public var domain: InputDomain?
    /// l∞ only: coordinate i may differ by ε · reachᵢ, a product of real numbers; `nil` is 1 for all. Finite and ≥ 0, one per
    /// coordinate.
    public var reach: [Float]?
    /// l∞ only: the set itself, whatever size and reach say; `reach` then gives the scale of every coordinate.
    public var box: Box?

    public init(
        norm: Norm = .infinity, epsilon: Double, domain: InputDomain? = .unit, reach: [Float]? = nil, box: Box? = nil
    ) {
        self.norm = norm
        self.epsilon = epsilon
        self.domain = domain
        self.reach = reach
        self.box = box
    }

    /// What is written down; reach and box never are, but belong to a family's call or to a sample.
    private enum CodingKeys: CodingKey { case norm, epsilon, domain }

    /// The double next to ε · reachᵢ that is surely no less, or no more.
    private func radius(_ index: Int, isOuter: Bool) -> Double {
        guard let reach else { return epsilon }
        let share = Double(reach[index])
        guard share != 0, share != 1, epsilon != 0 else { return share == 1 ? epsilon : 0 }
        let product = epsilon * share
        return isOuter ? product.nextUp : max(0, product.nextDown)
    }

    /// The smallest box in doubles that surely contains the set: per coordinate [max(lo, x − ε), min(hi, x + ε)],
    /// rounded outwards. For p = 1 and 2 it encloses the ball; for p = ∞ it is the set, up to the last bit.
    public func enclosingBox(around pixels: [Float]) -> Box {
        if let box { return box }
        var lower = [Double](repeating: 0, count: pixels.count)
        var upper = lower
        for (index, pixel) in pixels.enumerated() {
            let x = Double(pixel)
            let radius = radius(index, isOuter: true)
            lower[index] = radius == 0 ? x : (x - radius).nextDown
            upper[index] = radius == 0 ? x : (x + radius).nextUp
            if let domain {
                lower[index] = min(max(lower[index], domain.lower), x)
                upper[index] = max(min(upper[index], domain.upper), x)
            }
        }
        return Box(lower: lower, upper: upper)
    }

    /// The largest box in floats that lies inside the l∞ set: what an attack may project onto. A pixel outside the input
    /// domain widens the domain to itself.
    public func innerBox(around pixels: [Float]) -> (lower: [Float], upper: [Float]) {
        var lower = pixels
        var upper = pixels
        if let box {
            for index in pixels.indices {
                (lower[index], upper[index]) = (Float(box.lower[index]), Float(box.upper[index]))
                if Double(lower[index]) < box.lower[index] { lower[index] = lower[index].nextUp }
                if Double(upper[index]) > box.upper[index] { upper[index] = upper[index].nextDown }
            }
            return (lower, upper)
        }
        for (index, pixel) in pixels.enumerated() {
            let x = Double(pixel)
            let least = min(domain?.lower ?? -.infinity, x)
            let greatest = max(domain?.upper ?? .infinity, x)
            let radius = radius(index, isOuter: false)
            lower[index] = min(Float(max(x - radius, least)), pixel)
            while x - Double(lower[index]) > radius || Double(lower[index]) < least {
                lower[index] = lower[index].nextUp
            }
            upper[index] = max(Float(min(x + radius, greatest)), pixel)
            while Double(upper[index]) - x > radius || Double(upper[index]) > greatest {
                upper[index] = upper[index].nextDown
            }
        }
        return (lower, upper)
    }
}

/// A per-coordinate interval.
public struct Box: Sendable, Hashable {
    public var lower: [Double]
    public var upper: [Double]

    public init(lower: [Double], upper: [Double]) {
        precondition(lower.count == upper.count)
        self.lower = lower
        self.upper = upper
    }

    public var count: Int { lower.count }
}
