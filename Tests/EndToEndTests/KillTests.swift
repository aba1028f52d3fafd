import Foundation
import LinearAlgebra
import Testing

/// `kill -9` at random moments: what was recorded stays, and a resumed run ends with the store of an undisturbed one.
@Suite("Nothing is lost", .serialized, .enabled(if: ProcessTable.isReadable, "needs a process table in /proc"))
struct KillTests {
    enum Victim: String, CaseIterable, Sendable { case coordinator, worker, everybody }

    @Test(arguments: Victim.allCases, [true, false])
    func killedAtRandomMoments(_ victim: Victim, cascade: Bool) throws {
        let undisturbed = try UndisturbedRun.run(cascade: cascade)
        var generator = SeededGenerator(seed: UInt64(victim.rawValue.utf8.count) * 2 + (cascade ? 1 : 0))
        for _ in 0..<5 {
            var workspace = try UndisturbedRun.workspace(cascade: cascade)
            var moment = 0.9 * generator.unitDouble() * undisturbed.seconds
            while try !run(in: workspace, disturbedAfter: moment, victim, &generator) {
                // The run had ended before: machines have their faster moments.
                moment /= 2
                workspace = try UndisturbedRun.workspace(cascade: cascade)
            }
            #expect(workspace.workersEnd(), "workers outlived their coordinator, killed after \(moment) s")
            let resumed = try workspace.verigap(UndisturbedRun.command)
            #expect(resumed.exitCode == 0, "killed after \(moment) s; \(resumed.errors)")
            #expect(try workspace.contentDigest() == undisturbed.digest, "\(victim) killed after \(moment) s")
            #expect(try workspace.integrity() == "ok")
        }
    }

    /// Ten kills in the course of a single run.
    @Test(arguments: [true, false]) func killedAgainAndAgain(cascade: Bool) throws {
        let undisturbed = try UndisturbedRun.run(cascade: cascade)
        var workspace = try UndisturbedRun.workspace(cascade: cascade)
        var generator = SeededGenerator(seed: cascade ? 21 : 22)
        // Machines have their faster moments: a first run that ends before its kill is begun anew.
        var pace = undisturbed.seconds
        while try !run(in: workspace, disturbedAfter: 0.3 * pace, .coordinator, &generator) {
            pace /= 2
            workspace = try UndisturbedRun.workspace(cascade: cascade)
        }
        for kill in 1..<10 {
            let moment = (0.2 + 0.25 * generator.unitDouble()) * pace
            _ = try run(
                in: workspace, disturbedAfter: moment, kill % 2 == 0 ? .coordinator : .everybody, &generator)
            #expect(workspace.workersEnd())
        }
        #expect(try workspace.verigap(UndisturbedRun.command).exitCode == 0)
        #expect(try workspace.contentDigest() == undisturbed.digest)
        #expect(try workspace.integrity() == "ok")
    }

    /// Returns whether the kill came before the run's end.
    private func run(
        in workspace: Workspace, disturbedAfter moment: Double, _ victim: Victim, _ generator: inout SeededGenerator
    ) throws -> Bool {
        let program = try workspace.start(UndisturbedRun.command)
        guard program.sleep(moment) else {
            #expect(try program.ending().exitCode == 0)
            return false
        }
        switch victim {
        case .coordinator: program.send(SIGKILL)
        case .everybody:
            let workers = workspace.workers()
            program.send(SIGKILL)
            for worker in workers { kill(worker, SIGKILL) }
        case .worker:
            var killed = false
            let isThere = program.runs(within: 10) {
                guard let worker = workspace.workers().randomElement(using: &generator) else { return false }
                killed = kill(worker, SIGKILL) == 0
                return killed
            }
            // The run goes on by itself.
            let ending = try program.ending()
            #expect(ending.exitCode == 0, "\(ending.errors)")
            return isThere && killed
        }
        return try program.ending().signal == SIGKILL
    }
}
