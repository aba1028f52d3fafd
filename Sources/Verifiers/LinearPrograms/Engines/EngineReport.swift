/// An engine of linear programs as people are told of it.
public struct EngineReport: Sendable, Hashable {
    public enum State: Sendable, Hashable {
        /// The path is `nil` for an engine that is a part of the program.
        case present(version: String, path: String?)
        /// Why it cannot be used and what to do about it; a mistake where somebody named a library that
        /// is of no use.
        case absent(reason: String, remedy: String, isMistake: Bool)
    }

    public let title: String
    public let capabilities: [String]
    public let state: State

    /// All engines, looked for if nobody has asked yet.
    public static var all: [EngineReport] {
        EngineRegistry.entries.map { entry in
            let state: State =
                switch entry.find() {
                case .success(let engine): .present(version: engine.version, path: engine.path)
                case .failure(let absence):
                    .absent(reason: absence.reason, remedy: absence.remedy, isMistake: absence.isMistake)
                }
            let capabilities = EngineCapability.allCases.filter(entry.capabilities.contains).map(\.rawValue)
            return EngineReport(title: entry.title, capabilities: capabilities, state: state)
        }
    }
}
