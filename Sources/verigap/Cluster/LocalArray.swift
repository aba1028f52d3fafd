import Cluster
import Foundation
import Runner
import Subprocess
import Synchronization

/// Runs the scripts of a wave as processes of this machine, a few at a time, as Slurm would on its nodes.
final class LocalArray: Sendable {
    private let script: String
    private let log: @Sendable (Int) -> String
    private let count: Int
    private let width: Int
    private let running = Mutex(Set<pid_t>())
    private let isStopping = Mutex(false)

    /// - Parameters:
    ///   - log: where what a task says goes, by its number.
    ///   - count: of tasks, the first of which is 1.
    ///   - width: tasks at a time.
    init(script: String, log: @escaping @Sendable (Int) -> String, count: Int, width: Int) {
        self.script = script
        self.log = log
        self.count = count
        self.width = max(1, width)
    }

    /// Runs every task to its end, or until `stop`.
    ///
    /// - Parameter ended: called after each task with its number.
    func run(_ ended: @escaping @Sendable (Int) -> Void) async {
        await withTaskGroup(of: Int.self) { group in
            var next = 1
            while next <= min(width, count) {
                let number = next
                group.addTask { await self.run(number) }
                next += 1
            }
            while let number = await group.next() {
                ended(number)
                guard next <= count, !isStopping.withLock({ $0 }) else { continue }
                let number = next
                group.addTask { await self.run(number) }
                next += 1
            }
        }
    }

    /// Begins no more tasks and has those that run give back what is in flight.
    func stop() {
        isStopping.withLock { $0 = true }
        for process in running.withLock({ $0 }) { kill(process, SIGTERM) }
    }

    private func run(_ number: Int) async -> Int {
        guard !isStopping.withLock({ $0 }) else { return number }
        var platform = PlatformOptions()
        // A group of its own: Ctrl-C reaches this process alone, which passes on what it means.
        platform.processGroupID = 0
        let result = try? await Subprocess.run(
            .path("/bin/bash"), arguments: ["-c", "exec /bin/bash \"$0\" >>\"$1\" 2>&1", script, log(number)],
            environment: .inherit.updating(["SLURM_ARRAY_TASK_ID": "\(number)"]), platformOptions: platform,
            input: .none, output: .discarded, error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            running.withLock { _ = $0.insert(process) }
            // Stopped between the first look and now.
            if isStopping.withLock({ $0 }) { kill(process, SIGTERM) }
            return process
        }
        if let process = result?.closureResult { running.withLock { _ = $0.remove(process) } }
        return number
    }
}
