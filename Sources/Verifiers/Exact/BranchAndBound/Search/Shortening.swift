/// What leaves of proofs lose where they are written in few digits, so that it is tried only where it may succeed.
struct Shortening {
    /// Running average.
    private var loss = 0.0

    private static let memory = 0.9
    /// As a share of what is lost on average, what is lost with luck.
    private static let luck = 0.7

    /// Whether a bound that lies so far above its threshold may stand it.
    func isWorthwhile(_ slack: Double) -> Bool { slack > Self.luck * loss }

    mutating func note(loss: Double) { self.loss = Self.memory * self.loss + (1 - Self.memory) * loss }
}
