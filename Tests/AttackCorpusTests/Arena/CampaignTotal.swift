import Synchronization

/// The counts of all parts of a campaign, printed as they grow.
final class CampaignTotal: Sendable {
    static let shared = CampaignTotal()
    private let total = Mutex(Tally())

    func add(_ tally: Tally) {
        total.withLock { total in
            total.add(tally)
            print("\(total.subjects) random networks so far\n\(total.table)\n")
        }
    }
}
