import Questions
import ResultStore
import Runner
import Testing

/// What is asked of a point is asked once, and what earlier runs said of it at some ε still answers.
@Suite struct PointTests {
    @Test func plainClassificationAdoptsAnswersOfAnySize() async throws {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let plan = try ToyProblem.plan(try ToyProblem.document(methods: "[clean, exact]"), store: nil)
            let point = try #require(plan.cells.first { $0.descriptor.name == "clean" })
            #expect(point.cell.size == nil && point.epsilon == 0 && point.configuration.form.isPlain)
            // As it was recorded when every ε was asked anew.
            var earlier = point.configuration
            earlier.perturbation.epsilon = 0.2
            let cell = RunCell(
                network: plan.networks[0].id, method: "clean", configuration: earlier,
                samples: point.samples.map { plan.samples[$0].id })
            let run = try store.beginRun(ToyProblem.record(plan), cells: [cell], samples: plan.samples)
            let outcomes = point.samples.enumerated().map { number, sample in
                Attempt(
                    configuration: earlier.digest, sample: plan.samples[sample].digest,
                    outcome: number == 0
                        ? Outcome(verdict: .unknown, reason: .witnessUndecided)
                        : Outcome(verdict: .unknown, reason: .noWitnessFound))
            }
            try store.record(outcomes, run: run)
            var again = plan
            try again.consult(store)
            let answers = try #require(again.cells.first { $0.descriptor.name == "clean" }).answers
            #expect(answers[0] == nil && answers.dropFirst().allSatisfy { $0 != nil })
            #expect(again.stale.isEmpty)
        }
    }
}
