import Foundation
import LinearAlgebra
import Testing

/// What the environment asks of the drill.
enum DrillEffort {
    /// `VERIGAP_FAULT_DRILL`.
    static let kills = Int(ProcessInfo.processInfo.environment["VERIGAP_FAULT_DRILL"] ?? "") ?? 0
    /// `VERIGAP_FAULT_SEED`.
    static let seed = UInt64(ProcessInfo.processInfo.environment["VERIGAP_FAULT_SEED"] ?? "") ?? 1
}

/// Kills without number, and faults of every other kind: whatever happened, the answers are those of an undisturbed run.
///
/// Takes minutes, so it runs where `VERIGAP_FAULT_DRILL` says how many kills it shall be: `make fault-drill`.
@Suite(
    "Fault drill", .serialized,
    .enabled(if: DrillEffort.kills > 0 && ProcessTable.isReadable, "VERIGAP_FAULT_DRILL gives the number of kills"))
struct FaultDrill {

    private static let command = ["run", "toy.yaml", "--store", Workspace.store, "--workers", "2"]
    private static let retry = ["--retry", "timeout", "--retry", "crashed", "--retry", "out-of-memory"]

    private static func workspace() throws -> Workspace {
        let workspace = try Workspace()
        // Big enough to be disturbed, and no query anywhere near its limit.
        try ToyProblem.write(
            to: workspace, samples: 150,
            settings: "cascade: false\nmeasure: verdict\nbudget: { per-query: 4 s, memory: 600 MiB }")
        return workspace
    }

    @Test func drill() throws {
        var table = DrillTable()
        let start = ContinuousClock.now
        let calm = try Self.workspace()
        let first = try calm.start(Self.command).ending(within: 300)
        #expect(first.exitCode == 0, "\(first.errors)")
        let pace = (ContinuousClock.now - start) / .seconds(1)
        let answers = try DrillAnswers(calm)
        #expect(answers.count > 1000)
        table.rows.append(.init(name: "none", runs: 1, seconds: pace, differences: []))
        try table.rows.append(kill(pace: pace, answers))
        for fault in WorkerFault.allCases { try table.rows.append(disturb(fault, answers)) }
        try table.rows.append(fillDisk(answers))
        print(table.text)
        for row in table.rows { #expect(row.differences?.isEmpty ?? true, "\(row.name): \(row.differences ?? [])") }
    }

    /// Kills the coordinator, a worker or all of them at random moments and goes on, store after store.
    private func kill(pace: Double, _ answers: DrillAnswers) throws -> DrillTable.Row {
        var row = DrillTable.Row(name: "killed at random (seed \(DrillEffort.seed))", differences: [])
        var generator = SeededGenerator(seed: DrillEffort.seed)
        let start = ContinuousClock.now
        while row.faults < DrillEffort.kills {
            let workspace = try Self.workspace()
            var isDone = false
            while !isDone {
                let program = try workspace.start(Self.command + (row.runs % 5 == 0 ? Self.retry : []))
                row.runs += 1
                while row.faults < DrillEffort.kills, program.sleep(0.25 * pace * generator.unitDouble()) {
                    let workers = workspace.workers()
                    let choice = generator.unitDouble()
                    if choice < 0.5 {
                        guard let worker = workers.randomElement(using: &generator),
                            Foundation.kill(worker, SIGKILL) == 0
                        else {
                            continue
                        }
                        row.faults += 1
                    } else {
                        program.send(SIGKILL)
                        if choice < 0.75 { for worker in workers { Foundation.kill(worker, SIGKILL) } }
                        row.faults += 1
                        break
                    }
                }
                let ending = try program.ending(within: 300)
                row.lost += Self.losses(ending)
                isDone = ending.exitCode == 0
                #expect(isDone || ending.signal == SIGKILL, "\(ending.errors)")
                #expect(isDone || workspace.workersEnd(), "workers outlived their coordinator")
            }
            let found = try settle(workspace, answers, &row)
            row.differences? += found
        }
        row.seconds = (ContinuousClock.now - start) / .seconds(1)
        return row
    }

    /// Asks again what faults have kept from an answer, and compares.
    private func settle(_ workspace: Workspace, _ answers: DrillAnswers, _ row: inout DrillTable.Row) throws -> [String]
    {
        let ending = try workspace.start(Self.command + Self.retry).ending(within: 300)
        row.runs += 1
        #expect(ending.exitCode == 0, "\(ending.errors)")
        #expect(try workspace.integrity() == "ok")
        return try DrillAnswers(workspace).differences(from: answers)
    }

    /// Has the first workers go wrong, but every third, then lets honest ones ask what it cost.
    private func disturb(_ fault: WorkerFault, _ answers: DrillAnswers) throws -> DrillTable.Row {
        var row = DrillTable.Row(name: fault.rawValue, differences: [])
        let start = ContinuousClock.now
        let workspace = try Self.workspace()
        let program = try workspace.verigap(withWorker: fault.script(around: try BuiltPrograms.path("verigap-worker")))
        let ending = try workspace.start(program, Self.command).ending(within: 300)
        row.runs += 1
        row.lost += Self.losses(ending)
        row.faults = fault.count(in: workspace)
        #expect(row.faults > 0)
        #expect(ending.exitCode == 0, "\(fault): \(ending.errors)")
        #expect(workspace.workersEnd(), "\(fault)")
        let found = try settle(workspace, answers, &row)
        row.differences? += found
        row.seconds = (ContinuousClock.now - start) / .seconds(1)
        return row
    }

    /// Runs on a disk that fills up, then on the same with room.
    private func fillDisk(_ answers: DrillAnswers) throws -> DrillTable.Row {
        var row = DrillTable.Row(name: "full disk")
        guard Mounts.isAllowed else { return row }
        let start = ContinuousClock.now
        let workspace = try Self.workspace()
        let folder = workspace.path("disk")
        let store = "disk/results.sqlite"
        try Mounts.withMemory(at: folder, "size=700k") {
            let command = Self.command.map { $0 == Workspace.store ? store : $0 }
            let full = try workspace.start(command).ending(within: 300)
            row.faults = 1
            #expect(full.exitCode == 73, "\(full.errors)")
            #expect(full.errors.contains(store) && full.errors.contains("full"), "\(full.errors)")
            #expect(workspace.workersEnd())
            try Mounts.resize(folder, "64m")
            let kept = try DrillAnswers(workspace, store: store).count
            #expect(kept > 0)
            let resumed = try workspace.start(command + ["--json"]).ending(within: 300)
            row.runs = 2
            let summary = try RunSummary(resumed)
            #expect(summary.methods.reduce(summary.derived) { $0 + $1.reused } >= kept)
            row.differences = try DrillAnswers(workspace, store: store).differences(from: answers)
        }
        row.seconds = (ContinuousClock.now - start) / .seconds(1)
        return row
    }

    private static func losses(_ ending: Ending) -> Int {
        ending.errors.split(separator: "\n").count { $0.hasPrefix("worker ") && $0.contains(" lost at ") }
    }
}
