import CGLPK

/// GLPK, which is linked: always there.
package struct GLPKEngine: LinearProgramEngine {
    package static let capabilities: Set<EngineCapability> = [.warmStart, .cutOff, .integers, .boundAtLimit]

    package let version = String(cString: glp_version())

    package init() {}

    package func makeSolver() -> any LinearProgramSolver { GLPKSolver() }
}
