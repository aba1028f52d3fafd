import Questions
import ResultStore
import Runner
import SuiteFiles
import Testing

@Suite("Images that every method is asked about") struct AuditTests {
    private func records(audit: Double) throws -> (plan: Plan, records: [Attempt]) {
        let document = try ToyProblem.document(extra: "measure: verdict\naudit: \(audit)")
        let plan = try ToyProblem.plan(document, store: nil)
        var schedule = Schedule(plan, options: RunOptions(workers: 1, cascade: true))
        var records = schedule.start()
        while let job = schedule.next() {
            let queries = job.positions.map { plan.query(cell: job.cell, position: $0) }
            records += schedule.complete(
                job, ToyProblem.answer(plan.cells[job.cell].configuration.method, queries))
        }
        return (plan, records)
    }

    private func derived(_ records: [Attempt]) -> Set<Digest> {
        Set(records.filter { $0.outcome.impliedBy != nil && $0.outcome.impliedBy != "radius" }.map(\.sample))
    }

    @Test func nothingIsDerivedForThem() throws {
        let (plan, without) = try records(audit: 0)
        let (_, all) = try records(audit: 1)
        #expect(!derived(without).isEmpty && derived(all).isEmpty)
        let (_, some) = try records(audit: 0.5)
        let audit = Audit(share: 0.5)
        let covered = Set(
            plan.samples.map(\.digest).filter { audit.covers(network: plan.cells[0].configuration.network, sample: $0) }
        )
        #expect(!covered.isEmpty && covered.count < plan.samples.count)
        if Set(plan.cells.map(\.configuration.network)).count == 1 {
            #expect(derived(some) == derived(without).subtracting(covered))
        }
        #expect(some.count == without.count)
    }

    @Test func theShareIsWhatWasAskedFor() {
        let network = Digest(of: "network")
        let samples = (0..<20_000).map { Digest(of: "\($0)") }
        for share in [0, 0.02, 0.5, 1] {
            let count = samples.count { Audit(share: share).covers(network: network, sample: $0) }
            #expect(abs(Double(count) / 20_000 - share) < 0.01)
        }
        // A larger share takes in what a smaller one does.
        for sample in samples.prefix(2000) where Audit(share: 0.02).covers(network: network, sample: sample) {
            #expect(Audit(share: 0.1).covers(network: network, sample: sample))
        }
    }
}
