import Foundation
import Testing

/// Scarce resources end with a word, never in silence.
@Suite("Scarce resources", .enabled(if: ProcessTable.isReadable, "the limits are those of Linux"))
struct ScarcityTests {
    private let workspace: Workspace
    private let run = ["run", "toy.yaml", "--store", Workspace.store, "--json"]

    init() throws {
        workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 6, epsilons: "[0.05]", methods: ["clean", "interval", "pgd"])
    }

    @Test(arguments: [300_000, 600_000])
    func addressSpace(_ kibibytes: Int) throws {
        for command in [run, ["plan", "toy.yaml"], ["methods"]] {
            let ending = try workspace.shell("ulimit -v \(kibibytes); exec \"$0\" \"$@\"", command)
            #expect(ending.exitCode == 71 && ending.output.isEmpty, "\(ending.errors)")
            #expect(
                ending.errors.contains("verigap: the address space is limited to") && ending.errors.contains("needed"),
                "\(ending.errors)")
        }
        let worker = try BuiltPrograms.path("verigap-worker")
        let ending = try workspace.shell("ulimit -v \(kibibytes); exec \"$1\"", [worker])
        #expect(ending.exitCode == 71 && ending.errors.contains("verigap-worker: the address space"))
    }

    /// A limit that is met leaves the program as it is.
    @Test func enoughAddressSpace() throws {
        let ending = try workspace.shell("ulimit -v 4000000; exec \"$0\" \"$@\"", run)
        #expect(try RunSummary(ending).unanswered == 0)
    }

    @Test func openFiles() throws {
        for limit in [16, 64] {
            let ending = try workspace.shell("ulimit -n \(limit); exec \"$0\" \"$@\"", run + ["--workers", "2"])
            #expect(ending.exitCode == 71, "\(ending.errors)")
            #expect(ending.errors.contains("2 workers need 80 open files, the system allows \(limit) (ulimit -n)"))
        }
        // A soft limit is raised.
        let soft = try workspace.shell("ulimit -S -n 64; exec \"$0\" \"$@\"", run + ["--workers", "2"])
        #expect(try RunSummary(soft).unanswered == 0)
    }

    @Test(arguments: ["1 KiB", "10 MiB"])
    func memoryBelowWhatAWorkerIs(_ budget: String) throws {
        try ToyProblem.write(
            to: workspace, samples: 6, epsilons: "[0.05]", methods: ["clean", "interval", "pgd"],
            settings: "budget: { memory: \(budget) }")
        let ending = try workspace.verigap(run)
        #expect(ending.exitCode == 65 && ending.output.isEmpty)
        #expect(
            ending.errors.contains(/is less than the [0-9]+ MiB that a worker occupies before its first question/),
            "\(ending.errors)")
        #expect(try workspace.outcomes(of: "toy").isEmpty)
    }

    @Test func aWorkerThatIsMissing() throws {
        let program = try workspace.verigap(withWorker: "exit 0")
        try FileManager.default.removeItem(atPath: workspace.path("programs/verigap-worker"))
        let ending = try workspace.start(program, run).ending()
        #expect(ending.exitCode == 66 && ending.errors.contains("programs/verigap-worker"), "\(ending.errors)")
    }

    @Test func aWorkerThatEndsAtOnce() throws {
        let program = try workspace.verigap(withWorker: "echo no licence found >&2; exit 3")
        let ending = try workspace.start(program, run).ending()
        #expect(ending.exitCode == 71)
        #expect(
            ending.errors.contains("does not become ready: it ended without a word (exit code 3: no licence found)"))
    }

    @Test func aWorkerOfAnotherBuild() throws {
        // A hello of today's frame without the revisions of methods.
        let header = #"{"kind":"hello","version":1}"#
        let content = #"{"processIdentifier":1,"program":"verigap-worker"}"#
        let lengths = [header, content].map { "\\0\\0\\0\\\(String($0.utf8.count, radix: 8))" }.joined()
        let program = try workspace.verigap(
            withWorker: "printf '\(lengths)%s%s' '\(header)' '\(content)'; cat > /dev/null")
        let ending = try workspace.start(program, run).ending()
        #expect(ending.exitCode == 71 && ending.errors.contains("comes from another build"), "\(ending.errors)")
        #expect(try workspace.outcomes(of: "toy").isEmpty)
    }

    /// SIGTERM ends a run whose worker says nothing, and the worker with it.
    @Test func aSilentWorkerAndSIGTERM() throws {
        let program = try workspace.verigap(withWorker: "echo waiting >&2; echo $$ > worker.pid; exec sleep 100")
        let running = try workspace.start(program, run)
        let mark = workspace.path("worker.pid")
        #expect(running.runs(within: 20) { FileManager.default.fileExists(atPath: mark) })
        #expect(running.sleep(0.2))
        let start = ContinuousClock.now
        running.send(SIGTERM)
        let ending = try running.ending(within: 20)
        #expect(ending.exitCode == 130 && ContinuousClock.now - start < .seconds(30), "\(ending.errors)")
    }
}
