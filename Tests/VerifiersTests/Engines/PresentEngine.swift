import Testing
import Verifiers

/// An engine that is on this machine; tests of engines are one set that runs over all of them.
struct PresentEngine: CustomTestStringConvertible, Sendable {
    let name: String
    let engine: any LinearProgramEngine

    var testDescription: String { "\(name) \(engine.version)" }

    /// Those that methods can name.
    static let registered: [PresentEngine] = EngineRegistry.entries.compactMap { entry in
        (try? entry.find().get()).map { PresentEngine(name: entry.name, engine: $0) }
    }

    static let all: [PresentEngine] = registered + [PresentEngine(name: "cold", engine: ColdEngine())]

    static let names = registered.map(\.name)

    static func having(_ capability: EngineCapability) -> [PresentEngine] {
        all.filter { $0.engine.capabilities.contains(capability) }
    }

    /// A solver that has taken over `program`.
    func solver(_ program: LinearProgram) -> any LinearProgramSolver {
        let solver = engine.makeSolver()
        solver.extend(to: program)
        return solver
    }
}

/// Which engines the other tests of this folder run over.
@Suite struct PresentEngineTests {
    @Test func `GLPK is always there`() { #expect(PresentEngine.names.first == "glpk") }

    @Test(.enabled(if: PresentEngine.names.contains("highs"), "HiGHS is not here: make highs fetches it"))
    func `the tests of engines run over HiGHS as well`() { #expect(PresentEngine.names == ["glpk", "highs"]) }
}
