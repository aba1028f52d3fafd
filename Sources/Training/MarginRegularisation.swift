import Questions

/// The constants of MMR (Croce, Andriushchenko & Hein, AISTATS 2019).
public struct MarginRegularisation: Sendable, Hashable, Codable {
    /// The norm p of distances: ∞ or 2.
    public var norm: Norm
    /// Weight λ of the regulariser against the cross-entropy.
    public var lambda: Double
    /// Distances to the faces of the activation region count below γ_B, those to decision boundaries below γ_D; in pixels.
    public var gammaB: Double
    public var gammaD: Double
    /// λ grows linearly over so many epochs.
    public var ramp: Int
    /// k_B as a share of the hidden units, at the beginning and at the end of training.
    public var firstShare: Double
    public var lastShare: Double

    public init(
        norm: Norm = .infinity, lambda: Double, gammaB: Double, gammaD: Double, ramp: Int = 10,
        firstShare: Double = 0.1, lastShare: Double = 0.02
    ) {
        self.norm = norm
        self.lambda = lambda
        self.gammaB = gammaB
        self.gammaD = gammaD
        self.ramp = ramp
        self.firstShare = firstShare
        self.lastShare = lastShare
    }

    /// λ after `epochs`.
    func weight(after epochs: Double) -> Double { ramp == 0 ? lambda : lambda * min(1, epochs / Double(ramp)) }

    /// k_B of `units` hidden units after the share `progress` of training.
    func faces(of units: Int, progress: Double) -> Int {
        let share = firstShare + (lastShare - firstShare) * min(1, progress)
        return max(1, Int((share * Double(units)).rounded()))
    }
}
