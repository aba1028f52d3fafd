import Synchronization

/// The counts of all parts of a campaign, printed now and then and at the end.
final class CampaignTotal: Sendable {
    static let shared = CampaignTotal()
    private let state = Mutex((total: Tally(), parts: 0))

    /// Adds one of `parts` parts.
    func add(_ tally: Tally, of parts: Int) {
        state.withLock { state in
            state.total.add(tally)
            state.parts += 1
            guard state.parts == parts || state.parts % 50 == 0 else { return }
            print("\(state.total.subjects) random networks\n\(state.total.table)\n")
        }
    }
}
