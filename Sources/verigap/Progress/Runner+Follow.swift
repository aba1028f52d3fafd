import ResultStore
import Runner

extension Runner {
    /// Runs with the progress on the screen and Ctrl-C at hand.
    func follow(_ record: RunRecord, quiet: Bool) async throws -> RunSummary {
        let control = RunControl()
        let interrupts = Interrupts(control)
        defer { interrupts.end() }
        let display = ProgressDisplay(ProgressDisplay.style(quiet: quiet))
        let ticker = Task {
            while (try? await Task.sleep(for: .milliseconds(250))) != nil { display.tick() }
        }
        defer {
            ticker.cancel()
            display.end()
        }
        let (events, task) = start(record, control: control)
        for await event in events { display.note(event) }
        return try await task.value.get()
    }
}
