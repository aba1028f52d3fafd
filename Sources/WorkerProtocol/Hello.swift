import Questions

/// The worker's first words.
public struct Hello: Sendable, Hashable {
    public var program: String
    public var processIdentifier: Int
    /// Revision of every method that the worker has, by name; absent in workers from before it was asked for.
    public var revisions: [String: Int]?

    public init(program: String, processIdentifier: Int, catalog: MethodCatalog) {
        self.program = program
        self.processIdentifier = processIdentifier
        revisions = Dictionary(uniqueKeysWithValues: catalog.methods.map { ($0.name, $0.revision) })
    }

    /// How the worker's methods differ from those of `catalog`, in words; `nil` if they are the same. Answers of
    /// another revision would be recorded under run keys that are not theirs.
    public func difference(from catalog: MethodCatalog) -> String? {
        guard let revisions else { return "it does not say which methods it has" }
        for method in catalog.methods where revisions[method.name] != method.revision {
            guard let revision = revisions[method.name] else { return "it has no method \(method.name)" }
            return "its \(method.name) is of revision \(revision), not \(method.revision)"
        }
        let known = Set(catalog.methods.map(\.name))
        return revisions.keys.sorted().first { !known.contains($0) }.map {
            "it has a method \($0) that is unknown here"
        }
    }
}

extension Hello: Codable {
    private enum CodingKeys: String, CodingKey {
        case program = "program"
        case processIdentifier = "processIdentifier"
        case revisions = "revisions"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(program, forKey: .program)
        try object.encode(processIdentifier, forKey: .processIdentifier)
        try object.encodeIfPresent(revisions, forKey: .revisions)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        program = try object.decode(String.self, forKey: .program)
        processIdentifier = try object.decode(Int.self, forKey: .processIdentifier)
        revisions = try object.decodeIfPresent([String: Int].self, forKey: .revisions)
    }
}
