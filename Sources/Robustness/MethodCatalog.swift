/// The methods that exist. Made once by `Verifiers` and handed to whoever needs to know, so that suite files and
/// reports depend on descriptions of methods, never on methods.
public struct MethodCatalog: Sendable {
    /// In order of cost.
    public let methods: [MethodDescriptor]
    private let byName: [String: MethodDescriptor]

    public init(_ methods: [MethodDescriptor]) {
        self.methods = methods.sorted { ($0.costRank, $0.name) < ($1.costRank, $1.name) }
        byName = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
    }

    public subscript(name: String) -> MethodDescriptor? { byName[name] }

    /// Every method whose lower bound is never above `name`'s on the same query, directly or through others.
    public func dominated(by name: String) -> Set<String> {
        var found = Set<String>()
        var pending = byName[name]?.dominates ?? []
        while let next = pending.popLast() {
            if found.insert(next).inserted { pending += byName[next]?.dominates ?? [] }
        }
        return found
    }
}
