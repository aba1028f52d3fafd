import CHiGHS

/// HiGHS, once its library is loaded (`HiGHSLibrary`).
package struct HiGHSEngine: LinearProgramEngine {
    package static let capabilities = Set(EngineCapability.allCases)

    package let version: String
    /// The file that the library was loaded from.
    package let path: String

    package func makeSolver() -> any LinearProgramSolver { HiGHSSolver() }
}

/// Why an engine cannot be used, and what to do about it.
package struct EngineAbsence: Error, Sendable, Hashable {
    package var reason: String
    package var remedy: String
    /// Whether somebody said where the library is: then that is a mistake, otherwise merely a fact.
    package var isMistake = false
}
