import Questions
import Runner
import Testing

/// How many queries are expected to be asked.
@Suite struct OutlookTests {
    /// Whatever is known: never more than what is open; and what is not in doubt is counted exactly.
    @Test(arguments: [1, 2, 5]) func whatIsKnownIsCounted(_ step: Int) throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        var schedule = Schedule(plan, options: RunOptions(workers: 1))
        _ = schedule.start()
        var estimate = RemainingTime(plan, workers: 1)
        var asked = [Int](repeating: 0, count: plan.cells.count)
        var exact = [Job]()
        var number = 0
        while let job = schedule.next() {
            number += 1
            if number % step == 0 {
                for (cell, forecast) in estimate.forecast(schedule).enumerated() {
                    #expect(forecast.open <= Double(schedule.progress(of: cell).open) + 1e-9 && forecast.open >= 0)
                }
            }
            asked[job.cell] += job.positions.count
            // Exact methods are left for later: all that they wait for is then known.
            guard plan.cells[job.cell].descriptor.claim != .exact else {
                exact.append(job)
                continue
            }
            let queries = job.positions.map { plan.query(cell: job.cell, position: $0) }
            _ = schedule.complete(job, ToyProblem.answer(plan.cells[job.cell].configuration.method, queries))
        }
        #expect(!exact.isEmpty)
        for (cell, forecast) in estimate.forecast(schedule).enumerated() {
            let isExact = plan.cells[cell].descriptor.claim == .exact
            #expect(abs(forecast.open - Double(isExact ? asked[cell] : 0)) < 1e-9)
        }
    }
}
