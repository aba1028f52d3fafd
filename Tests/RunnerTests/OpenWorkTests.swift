import Questions
import ResultStore
import Runner
import Testing

@Suite("A plan shared out")
struct OpenWorkTests {
    private let options = RunOptions(workers: 1)

    /// Runs what is asked of a plan to its end with the toy's answers.
    private func drain(_ plan: Plan) -> [Attempt] {
        var schedule = Schedule(plan, options: options)
        var records = schedule.start()
        while let job = schedule.next() {
            let queries = job.positions.map { plan.query(cell: job.cell, position: $0) }
            records += schedule.complete(job, ToyProblem.answer(plan.cells[job.cell].configuration.method, queries))
        }
        #expect(schedule.progress.open == 0)
        return records
    }

    private func entries(_ attempts: [Attempt]) -> [Journal.Entry] {
        attempts.map {
            Journal.Entry(configuration: $0.configuration, sample: $0.sample, outcome: $0.outcome, recordedAt: "")
        }
    }

    private func share(_ group: OpenGroup, of plan: Plan) -> Plan {
        var plan = plan
        var positions = [Int: [Int]]()
        for batch in group.batches { positions[batch.cell, default: []] += batch.positions }
        plan.restrict(to: positions)
        return plan
    }

    /// Every group on a machine of its own, in waves until nothing is open; a machine knows nothing of the others.
    private func sharedOut(_ plan: Plan, longest: Double) throws -> (attempts: [Attempt], waves: Int) {
        var attempts = [Attempt]()
        for wave in 1...9 {
            var rest = plan
            rest.take(entries(attempts))
            let work = OpenWork(rest, options: options, longest: longest)
            attempts += work.derived
            if work.groups.isEmpty {
                #expect(work.postponed == 0)
                return (attempts, wave - 1)
            }
            for group in work.groups { attempts += drain(share(group, of: plan)) }
        }
        Issue.record("no end")
        return (attempts, 9)
    }

    /// The toy's outcomes tell the composition of their batch: it is that of the undivided run.
    @Test(arguments: ["measure: verdict", "measure: margin", "cascade: false"], [Double.infinity, 0])
    func partsAnswerAsTheWholeDoes(extra: String, longest: Double) throws {
        let plan = try ToyProblem.plan(ToyProblem.document(extra: extra), store: nil)
        let whole = drain(plan)
        let (shared, waves) = try sharedOut(plan, longest: longest)
        let (surplus, lacking) = (Set(shared).subtracting(whole), Set(whole).subtracting(shared))
        #expect(surplus.isEmpty && lacking.isEmpty)
        #expect(shared.count == whole.count, "nothing is asked twice")
        #expect(longest == 0 && extra != "cascade: false" ? waves >= 2 : waves == 1)
    }

    @Test func groupsNeedNothingOfEachOther() throws {
        let plan = try ToyProblem.plan(ToyProblem.document(extra: "cascade: false"), store: nil)
        let work = OpenWork(plan, options: options, longest: .infinity)
        #expect(work.groups.reduce(0) { $0 + $1.queries } == plan.queryCount)
        // Only distances of a second ε wait for those of the first.
        #expect(
            work.groups.allSatisfy {
                Set($0.batches.map { plan.suite.methods[plan.cells[$0.cell].method].id }).count == 1
            })
        #expect(work.groups.contains { $0.batches.count > 1 })
        #expect(work.groups.allSatisfy { $0.seconds > 0 })
    }

    @Test func aPartGoesOnWhereItEnded() throws {
        let plan = try ToyProblem.plan(ToyProblem.document(), store: nil)
        let group = try #require(OpenWork(plan, options: options, longest: .infinity).groups.first)
        let part = share(group, of: plan)
        let whole = drain(part)
        for count in whole.indices {
            var resumed = part
            resumed.take(entries(Array(whole[..<count])))
            // Batches that were cut in half are asked query by query, and tell so; verdicts are the same.
            let again = Dictionary(
                (whole[..<count] + drain(resumed)).map { ($0.key, $0.outcome.verdict) },
                uniquingKeysWith: { first, second in
                    #expect(first == second)
                    return second
                })
            #expect(again == Dictionary(uniqueKeysWithValues: whole.map { ($0.key, $0.outcome.verdict) }))
        }
    }

    @Test func whatOthersAreAtIsLeftOut() throws {
        var plan = try ToyProblem.plan(ToyProblem.document(extra: "measure: verdict"), store: nil)
        let work = OpenWork(plan, options: options, longest: .infinity)
        let group = try #require(work.groups.first)
        let cheapest = try #require(group.batches.first)
        let keys = cheapest.positions.map { plan.runKey(cell: cheapest.cell, position: $0) }
        plan.leaveOut(Set(keys))
        let rest = OpenWork(plan, options: options, longest: .infinity)
        let left = rest.groups.flatMap(\.batches).flatMap { batch in
            batch.positions.map { plan.runKey(cell: batch.cell, position: $0) }
        }
        #expect(Set(left).isDisjoint(with: keys))
        // What waits for them waits; nothing else does.
        #expect(rest.postponed > 0 && rest.groups.count >= work.groups.count - 1)
        #expect(left.count + rest.postponed + keys.count == work.groups.reduce(0) { $0 + $1.queries })
    }

    @Test func twoPlansAgreeOnWhatTheyAsk() throws {
        let plan = try ToyProblem.plan(ToyProblem.document(), store: nil)
        let slices = [(cell: 0, positions: [0, 1]), (cell: 2, positions: [3])]
        #expect(plan.digest(of: slices) == (try ToyProblem.plan(ToyProblem.document(), store: nil)).digest(of: slices))
        let other = try ToyProblem.plan(ToyProblem.document(), store: nil, scale: 2)
        #expect(plan.digest(of: slices) != other.digest(of: slices))
    }
}

extension Attempt {
    fileprivate var key: RunKey { RunKey(configuration: configuration, sample: sample) }
}
