/// Whether ascents have been worth their time.
struct AscentTrials {
    private var tried = 0
    private var closed = 0

    /// Trials that say enough, closed boxes among them that are enough, and boxes between two trials where they are not.
    private static let (enough, share, pause) = (64, 1.0 / 12, 16)

    func isDue(_ node: Int) -> Bool {
        tried < Self.enough || Double(closed) >= Self.share * Double(tried) || node % Self.pause == 0
    }

    mutating func note(hasClosed: Bool) {
        tried += 1
        closed += hasClosed ? 1 : 0
    }
}
