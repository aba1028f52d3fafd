import Questions
import Testing

/// What the toy suite's store holds when nobody disturbs the run, and how long that takes.
struct UndisturbedRun {
    let digest: Digest
    let seconds: Double

    static let cascading = Result { try UndisturbedRun(cascade: true) }
    static let askingAll = Result { try UndisturbedRun(cascade: false) }

    static func run(cascade: Bool) throws -> UndisturbedRun { try (cascade ? cascading : askingAll).get() }

    /// A workspace with the toy suite.
    static func workspace(cascade: Bool) throws -> Workspace {
        let workspace = try Workspace()
        let settings = "cascade: \(cascade)\nmeasure: \(cascade ? "verdict" : "margin")"
        try ToyProblem.write(to: workspace, samples: cascade ? 200 : 64, settings: settings)
        return workspace
    }

    static let command = ["run", "toy.yaml", "--store", Workspace.store, "--workers", "2"]

    private init(cascade: Bool) throws {
        let workspace = try Self.workspace(cascade: cascade)
        let start = ContinuousClock.now
        let ending = try workspace.verigap(Self.command)
        seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(ending.exitCode == 0, "\(ending.errors)")
        digest = try workspace.contentDigest()
    }
}
