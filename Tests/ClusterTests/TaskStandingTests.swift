import Cluster
import Testing

@Suite("Where tasks stand")
struct TaskStandingTests {
    private func standing(
        answered: Int, begun: Bool = true, code: Int? = nil, _ state: SlurmState? = nil
    ) -> TaskStanding {
        TaskStanding(
            queries: 10, answered: answered, hasBegun: begun,
            end: code.map { TaskEnd(code: $0, lastWords: "") },
            place: state.map { SlurmQueue.Place(state: $0, reason: "None") })
    }

    /// Whatever Slurm says: a task whose queries are answered is done.
    @Test func answersDecide() {
        for state in [nil, SlurmState.running, .failed("NODE_FAIL"), .waiting, .completed] {
            for code in [nil, 0, 1, 137] { #expect(standing(answered: 10, code: code, state) == .done) }
        }
    }

    @Test func theQueueBeforeTheNote() {
        // A note of an earlier time that it ran, before it was requeued.
        #expect(standing(answered: 3, code: 130, .waiting) == .waiting)
        #expect(standing(answered: 3, code: 130, .running) == .running)
        #expect(standing(answered: 3, .suspended) == .waiting)
    }

    @Test func endsWithoutAllAnswers() {
        #expect(standing(answered: 3, code: 130) == .givenBack)
        #expect(standing(answered: 3, code: 143, .failed("PREEMPTED")) == .givenBack)
        #expect(standing(answered: 3, code: 137, .failed("OUT_OF_MEMORY")) == .failed("signal 9, out of memory"))
        #expect(standing(answered: 3, code: 137, .failed("FAILED")) == .failed("signal 9"))
        #expect(standing(answered: 3, .failed("FAILED")) == .lost("it left no note of its end"))
        #expect(standing(answered: 3, code: 65) == .failed("exit code 65"))
        #expect(standing(answered: 3, code: 0).name == "failed")
        #expect(standing(answered: 3, .failed("NODE_FAIL")) == .lost("node fail"))
        #expect(standing(answered: 3) == .lost("it left no note of its end"))
        #expect(standing(answered: 0, begun: false) == .lost("it never began"))
    }

    @Test func timeToGoIsByWork() {
        func task(_ number: Int, _ standing: TaskStanding, _ answered: Int) -> WaveStanding.Task {
            WaveStanding.Task(number: number, standing: standing, queries: 100, answered: answered, seconds: 1000)
        }
        // Half of two tasks is answered, and took twice what was expected: 4,000 seconds are left for the two that run.
        let tasks = [task(1, .running, 50), task(2, .running, 50), task(3, .waiting, 0)]
        let wave = WaveStanding(tasks: tasks, measuredSeconds: 2000)
        #expect(wave.fraction == 1.0 / 3)
        #expect(wave.remaining(throttle: nil) == 2000)
        #expect(WaveStanding(tasks: [task(1, .done, 100)], measuredSeconds: 1).remaining(throttle: nil) == nil)
        let waiting = WaveStanding(tasks: [task(1, .waiting, 0), task(2, .waiting, 0)], measuredSeconds: 0)
        #expect(waiting.remaining(throttle: 1) == 2000)
    }
}
