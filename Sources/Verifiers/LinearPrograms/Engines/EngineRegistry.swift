/// The engines that exist. To add one: write its type, add a line here.
package enum EngineRegistry {
    /// An engine by its name in options.
    package struct Entry: Sendable {
        package let name: String
        /// As printed.
        package let title: String
        package let capabilities: Set<EngineCapability>
        /// Whether it is a part of the program, and of the program's version.
        package let isLinked: Bool
        /// The engine, if it is here; looked for when first asked.
        package let find: @Sendable () -> Result<any LinearProgramEngine, EngineAbsence>
    }

    package static let entries = [
        Entry(name: "glpk", title: "GLPK", capabilities: GLPKEngine.capabilities, isLinked: true) {
            .success(GLPKEngine())
        },
        Entry(name: "highs", title: "HiGHS", capabilities: HiGHSEngine.capabilities, isLinked: false) {
            HiGHSLibrary.engine.map { $0 as any LinearProgramEngine }
        },
    ]

    /// What solves where nobody chooses.
    static let standard: any LinearProgramEngine = GLPKEngine()

    package static subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}
