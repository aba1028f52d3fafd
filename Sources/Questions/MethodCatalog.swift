/// The methods that exist. Made once by `Verifiers` and handed to whoever needs to know, so that suite files and
/// reports depend on descriptions of methods, never on methods.
public struct MethodCatalog: Sendable {
    /// In order of cost.
    public let methods: [MethodDescriptor]
    private let byName: [String: MethodDescriptor]
    private let states: @Sendable (_ choice: String) -> LibraryState
    /// Whether a library that is absent is a fault, as it is for whoever wants to run something.
    public private(set) var requiresLibraries = true

    /// - Parameter library: the state of the library that a choice stands for (`OptionDescriptor.libraries`), looked up when asked.
    public init(
        _ methods: [MethodDescriptor],
        library: @escaping @Sendable (_ choice: String) -> LibraryState = {
            .absent(reason: "\($0) is not here", remedy: nil)
        }
    ) {
        states = library
        self.methods = methods.sorted { ($0.costRank, $0.name) < ($1.costRank, $1.name) }
        byName = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
    }

    /// The same for those who run nothing: calls leave the version of a library open that is not here.
    public var withoutLibraries: MethodCatalog {
        var catalog = self
        catalog.requiresLibraries = false
        return catalog
    }

    /// The state of the library that `value` of `option` stands for; `nil` where it stands for none.
    public func library(_ value: OptionValue, of option: OptionDescriptor) -> LibraryState? {
        guard case .text(let choice) = value, option.libraries.contains(choice) else { return nil }
        return states(choice)
    }

    /// The method of that name; programs of others, which are not among `methods`, have one name together.
    public subscript(name: String) -> MethodDescriptor? {
        byName[name] ?? (name == MethodDescriptor.external.name ? .external : nil)
    }

    /// Every method whose lower bound is never above `name`'s on the same query, directly or through others.
    public func dominated(by name: String, on norm: Norm = .infinity) -> Set<String> {
        func below(_ name: String) -> [String] {
            guard let method = byName[name] else { return [] }
            return method.dominates.filter { norm != .two || !method.exceptOnTwoBalls.contains($0) }
        }
        var found = Set<String>()
        var pending = below(name)
        while let next = pending.popLast() {
            if found.insert(next).inserted { pending += below(next) }
        }
        return found
    }
}
