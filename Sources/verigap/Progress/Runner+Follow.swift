import ResultStore
import Runner

extension Runner {
    /// Runs with the progress on the screen and Ctrl-C at hand.
    ///
    /// - Parameter page: what keeps a page fresh meanwhile.
    func follow(_ record: RunRecord, quiet: Bool, page: PageKeeper? = nil) async throws -> RunSummary {
        let control = RunControl()
        let interrupts = Interrupts(control)
        defer { interrupts.end() }
        let display = ProgressDisplay(ProgressDisplay.style(quiet: quiet))
        let ticker = Task {
            while (try? await Task.sleep(for: .milliseconds(250))) != nil { display.tick() }
        }
        let keeper = Task { await page?.keep() }
        defer {
            ticker.cancel()
            display.end()
        }
        let (events, task) = start(record, control: control)
        for await event in events {
            display.note(event)
            page?.note(event)
        }
        keeper.cancel()
        await keeper.value
        page?.finish()
        return try await task.value.get()
    }
}
