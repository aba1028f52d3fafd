import Questions

/// The option `engine` of the methods that solve programs by a library.
enum EngineOption {
    private static let name = "engine"

    /// GLPK was there first, and comes with the program: its runs keep their keys, without its version. An engine found at
    /// run time enters the key with its version, `highs-1.15.1`: runs of another version are stale.
    ///
    /// - Parameter capabilities: what the method needs of an engine.
    static func option(needing capabilities: Set<EngineCapability> = []) -> OptionDescriptor {
        let able = EngineRegistry.entries.filter { $0.capabilities.isSuperset(of: capabilities) }
        return OptionDescriptor(
            name, .choice(able.map(\.name)), default: .text("glpk"), cameLater: true,
            libraries: Set(able.filter { !$0.isLinked }.map(\.name)),
            help: "The library that solves the programs; runs by one found at run time are recorded with its version.")
    }

    /// The engine that `call` names, of the version that it names if it does; `nil` if that is not here.
    static func find(_ call: MethodCall) -> (any LinearProgramEngine)? {
        guard let value = call.textIfPresent(name) else { return EngineRegistry.standard }
        let (name, version) = option().choice(in: value)
        guard let engine = try? EngineRegistry[name]?.find().get() else { return nil }
        return version == nil || version == engine.version ? engine : nil
    }

    /// The engine that `call` names; traps if it is not here, which `MethodRegistry.make` sees to.
    static func engine(_ call: MethodCall) -> any LinearProgramEngine {
        guard let engine = find(call) else { preconditionFailure("no engine for \(call.words)") }
        return engine
    }

    /// What the choice `name` stands for on this machine.
    @Sendable static func library(_ name: String) -> LibraryState {
        guard let entry = EngineRegistry[name] else {
            return .absent(reason: "there is no engine \(name)", remedy: nil)
        }
        switch entry.find() {
        case .success(let engine): return .present(version: engine.version)
        case .failure(let absence):
            return .absent(reason: "\(entry.title) is not here: \(absence.reason)", remedy: absence.remedy)
        }
    }
}
