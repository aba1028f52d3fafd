import Foundation
import Questions
import Testing
import Verifiers

/// Runs by an engine that is found at run time.
@Suite("Engines")
struct EngineTests {
    /// HiGHS as this test found it.
    private static let highs: (version: String, path: String)? = EngineReport.all.lazy.compactMap { report in
        guard report.title == "HiGHS", case .present(let version, let path?) = report.state else { return nil }
        return (version, URL(fileURLWithPath: path).path)
    }.first

    private static let methods = ["lp-last", "lp-all: { engine: highs }", "milp: { engine: highs }", "bab"]

    private func workspace() throws -> Workspace {
        let workspace = try Workspace()
        try ToyProblem.write(to: workspace, samples: 4, epsilons: "[0.05]", methods: Self.methods)
        return workspace
    }

    /// Runs verigap with a library of HiGHS named.
    private func verigap(_ workspace: Workspace, highs path: String, _ arguments: String...) throws -> Ending {
        try workspace.shell("VERIGAP_HIGHS='\(path)' exec \"$0\" \"$@\"", arguments)
    }

    @Test(arguments: ["run", "plan"])
    func anEngineThatIsNotHereIsAFaultOfTheSuite(_ command: String) throws {
        let workspace = try workspace()
        let ending = try verigap(workspace, highs: "/dev/null", command, "toy.yaml", "--store", Workspace.store)
        #expect(ending.exitCode == 65)
        for place in ["toy.yaml:8:23: engine: HiGHS is not here: $VERIGAP_HIGHS: /dev/null", "toy.yaml:9:21: engine"] {
            #expect(ending.errors.contains(place), "\(ending.errors)")
        }
        #expect(ending.errors.contains("2 faults in") && ending.errors.contains("hint: "))
    }

    @Test func oneQuestionAndTheDoctorSayTheSame() throws {
        let workspace = try workspace()
        try ToyProblem.write(to: workspace, samples: 1)
        let asked = try verigap(
            workspace, highs: "/dev/null", "verify", "--network", "data/toy.safetensors", "--data", "mnist-sample:0",
            "--epsilon", "0.1", "--method", "lp-last: { engine: highs }")
        #expect(asked.exitCode == 65 && asked.errors.contains("--method:1:20: engine: HiGHS is not here"))
        let doctor = try verigap(workspace, highs: "/dev/null", "doctor")
        #expect(doctor.exitCode == 66 && doctor.output.contains(/BAD +HiGHS +\$VERIGAP_HIGHS: \/dev\/null/))
        #expect(doctor.output.contains(/ok +GLPK +[0-9.]+ \(warm start/))
    }

    @Test(.enabled(if: EngineTests.highs != nil, "HiGHS is not here: make highs fetches it"))
    func workersAnswerByTheEngineAndReportsNeedNone() throws {
        let highs = try #require(Self.highs)
        let workspace = try workspace()
        let run = try verigap(workspace, highs: highs.path, "run", "toy.yaml", "--quiet", "--store", Workspace.store)
        #expect(run.exitCode == 0, "\(run.errors)")
        let cells = try workspace.cells(of: "toy")
        #expect(cells.map(\.method).sorted() == ["bab", "lp-all", "lp-last", "milp"])
        let verdicts = cells.reduce(into: [String: [Verdict]]()) { $0[$1.method] = $1.outcomes.map(\.outcome.verdict) }
        #expect(verdicts["milp"]?.count == 4 && verdicts["milp"] == verdicts["bab"])
        let doctor = try verigap(workspace, highs: highs.path, "doctor")
        #expect(doctor.output.contains(highs.version) && doctor.output.contains(highs.path))

        // What is recorded is rendered as it was, whatever is here now.
        func report(_ path: String, _ folder: String) throws -> Ending {
            try verigap(workspace, highs: path, "report", "toy.yaml", "--store", Workspace.store, "--output", folder)
        }
        for (path, folder) in [(highs.path, "with"), ("/dev/null", "without")] {
            #expect(try report(path, folder).exitCode == 0)
        }
        let files = try workspace.files(below: "with")
        #expect(files == (try workspace.files(below: "without")))
        let text = try #require(files["toy/report.md"].map { String(decoding: $0, as: UTF8.self) })
        #expect(text.contains("engine highs-\(highs.version)"))
        let check = try verigap(
            workspace, highs: "/dev/null", "report", "toy.yaml", "--check", "--output", "with")
        #expect(check.exitCode == 66 && check.errors.contains("method milp: engine highs is not here"), "\(check)")
        #expect(
            try verigap(workspace, highs: highs.path, "report", "toy.yaml", "--check", "--output", "with").exitCode == 0
        )
    }
}
