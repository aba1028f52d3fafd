import Questions
import ResultStore
import Runner
import Testing

@Suite struct ScheduleTests {
    private let options = RunOptions(workers: 1)

    /// Runs a schedule to its end with the toy's answers; returns the jobs by method.
    private func drain(_ plan: Plan, _ options: RunOptions) throws -> (jobs: [Job], records: [Attempt], end: Schedule) {
        var schedule = Schedule(plan, options: options)
        var records = schedule.start()
        var jobs = [Job]()
        while let job = schedule.next() {
            jobs.append(job)
            let queries = job.positions.map { plan.query(cell: job.cell, position: $0) }
            records += schedule.complete(
                job, ToyProblem.answer(plan.cells[job.cell].configuration.method, queries))
        }
        return (jobs, records, schedule)
    }

    @Test func cutsBatchesAtFixedPlacesAndAnswersEverythingOnce() throws {
        for cascade in [false, true] {
            let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
            var options = options
            options.cascade = cascade
            let (jobs, records, end) = try drain(plan, options)
            #expect(end.progress.open == 0)
            #expect(records.count == plan.queryCount)
            #expect(
                Set(records.map { RunKey(configuration: $0.configuration, sample: $0.sample) }).count == records.count)
            for job in jobs {
                let size = plan.cells[job.cell].descriptor.batchSize
                #expect(Set(job.positions.map { $0 / size }).count == 1, "cell \(job.cell): \(job.positions)")
                #expect(job.positions == job.positions.sorted())
            }
            if !cascade {
                #expect(records.allSatisfy { $0.outcome.impliedBy == nil || $0.outcome.impliedBy == "radius" })
            }
        }
    }

    /// A certified distance speaks of every size, whether or not stronger methods wait for cheaper ones.
    @Test(arguments: [false, true]) func asksForDistancesOnce(_ cascade: Bool) throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        var options = options
        options.cascade = cascade
        let (jobs, records, _) = try drain(plan, options)
        let distances = plan.cells.indices.filter { plan.cells[$0].descriptor.claim == .distance }
        let networks = Set(distances.map { plan.cells[$0].network })
        #expect(distances.count > networks.count)
        let asked = jobs.filter { distances.contains($0.cell) }.map { job in
            [plan.cells[job.cell].network] + job.positions.map { plan.cells[job.cell].samples[$0] }
        }
        #expect(!asked.isEmpty && (cascade || Set(asked).count == asked.count))
        for record in records where record.outcome.impliedBy == "radius" {
            let cell = try #require(plan.cells.first { $0.digest == record.configuration })
            guard cell.descriptor.claim == .distance else { continue }
            let index = try #require(plan.samples.firstIndex { $0.digest == record.sample })
            let pixels = ToyProblem.dataset.sample(index).pixels
            let distance = max(0, Double(pixels[0] - pixels[1]) / 4)
            #expect(record.outcome.distanceLower == distance)
            #expect(record.outcome.verdict == (distance > cell.epsilon ? .robust : .unknown))
        }
        #expect(records.contains { $0.outcome.impliedBy == "radius" && $0.outcome.distanceLower != nil })
    }

    @Test func asksOnlyWhatCheaperMethodsLeftOpen() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        let (jobs, records, _) = try drain(plan, options)
        for (index, cell) in plan.cells.enumerated() where cell.descriptor.claim == .exact {
            let asked = Set(jobs.filter { $0.cell == index }.flatMap(\.positions))
            for position in cell.samples.indices {
                let sample = ToyProblem.dataset.sample(cell.samples[position]).pixels
                let margin = Double(sample[0] - sample[1])
                let worst = margin - 2 * cell.epsilon
                let settled =
                    margin <= 0 || worst <= -0.1 || margin / 4 > cell.epsilon || worst - 0.25 > 0 || worst - 0.1 > 0
                #expect(asked.contains(position) == !settled, "ε = \(cell.epsilon), margin \(margin)")
            }
        }
        // Whatever was derived agrees with what the method would have said, wherever it is a decision.
        for record in records where record.outcome.impliedBy != nil && record.outcome.verdict.isDecided {
            let cell = try #require(plan.cells.first { $0.digest == record.configuration })
            let index = try #require(plan.samples.firstIndex { $0.digest == record.sample })
            let sample = ToyProblem.dataset.sample(index).pixels
            let worst = Double(sample[0] - sample[1]) - 2 * cell.epsilon
            #expect((record.outcome.verdict == .robust) == (worst > 0))
        }
    }

    @Test func measuringMarginsSparesOnlyExactMethodsAndMisclassifiedSamples() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(extra: "measure: margin"), store: nil)
        let (_, records, _) = try drain(plan, options)
        let misclassified = Set(
            plan.samples.filter { ToyProblem.dataset.sample($0.id.index).pixels[0] == 0 }.map(\.digest))
        #expect(misclassified.count == 2)
        for record in records where record.outcome.impliedBy != nil {
            let cell = try #require(plan.cells.first { $0.digest == record.configuration })
            #expect(
                cell.descriptor.claim == .exact || misclassified.contains(record.sample)
                    || record.outcome.distanceLower != nil)
        }
    }

    /// First a few queries of every cell that nothing is known of, the cheapest first, then the longest queries; or the
    /// cheapest where the budget is tight.
    @Test(arguments: [false, true]) func handsOutASurveyThenLongQueriesUnlessTheBudgetIsTight(_ isTight: Bool) throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        var options = options
        options.cascade = false
        options.totalSeconds = isTight ? 1e-3 : nil
        let jobs = try drain(plan, options).jobs
        let isAsked = { (cell: Int) in plan.cells[cell].descriptor.claim != .distance || plan.cells[cell].epsilon == 0.1
        }
        var wanted = plan.cells.indices.map { cell in
            !isAsked(cell) ? 0 : plan.cells[cell].descriptor.claim == .exact ? 3 : 5
        }
        let begin = try #require(
            jobs.firstIndex { job in
                defer { wanted[job.cell] -= job.positions.count }
                return wanted.allSatisfy { $0 <= 0 }
            })
        let survey = jobs[..<begin].map(\.cell)
        #expect(Set(survey).count == plan.cells.indices.count(where: isAsked))
        #expect(plan.cells[survey[0]].descriptor.claim == .classification)
        let firstOfExact = try #require(survey.firstIndex { plan.cells[$0].descriptor.claim == .exact })
        #expect(survey[firstOfExact...].allSatisfy { plan.cells[$0].descriptor.claim == .exact })
        let rest = jobs[begin...].map { job in
            isTight ? Double(plan.cells[job.cell].descriptor.costRank) : -plan.costPriors[job.cell].seconds
        }
        #expect(rest.count > 10 && rest == rest.sorted())
    }

    @Test func splitsAndRepeatsAheadOfEverythingElse() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[hunt]", epsilons: "[0.1]"), store: nil)
        var schedule = Schedule(plan, options: options)
        _ = schedule.start()
        let first = try #require({ schedule.next() }())
        schedule.repeatAfterDeath(first)
        let again = try #require({ schedule.next() }())
        #expect(again.positions == first.positions)
        #expect(again.deaths == 1)
        schedule.split(again)
        let rest = first.positions.indices.map { _ in schedule.next()?.positions } + [schedule.next()?.positions]
        #expect(rest == [[0], [1], [2], [3], [4, 5, 6, 7]])
    }

    @Test func previewsWhatARunWouldFind() throws {
        let plan = try ToyProblem.plan(try ToyProblem.document(), store: nil)
        let preview = plan.preview(options)
        #expect(preview.count == 13)
        #expect(preview.allSatisfy { $0.total == 13 && $0.open == 13 && $0.answered == 0 })
        #expect(preview.allSatisfy { $0.estimatedSeconds > 0 })
    }
}
