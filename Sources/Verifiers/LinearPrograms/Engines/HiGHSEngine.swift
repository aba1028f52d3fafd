import CHiGHS

/// HiGHS, once its library is loaded (`HiGHSLibrary`).
package struct HiGHSEngine: LinearProgramEngine {
    package static let capabilities = Set(EngineCapability.allCases)

    package let version: String
    package let path: String?

    package func makeSolver() -> any LinearProgramSolver { HiGHSSolver() }
}

/// Why an engine cannot be used, and what to do about it.
package struct EngineAbsence: Error, Sendable, Hashable {
    package var reason: String
    package var remedy: String
    /// Somebody named a library that cannot be used.
    package var isMistake = false
}
