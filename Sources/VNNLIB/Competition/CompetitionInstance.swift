/// One line of an `instances.csv`: a network, a property, and how long a tool may take.
public struct CompetitionInstance: Sendable, Hashable {
    /// The file of the network, found below the folder of the list; may end in `.gz` where only that is there.
    public var network: String
    /// The file of the property, likewise.
    public var property: String
    /// Seconds.
    public var limit: Double
    /// Of the list, from 1.
    public var line: Int

    public init(network: String, property: String, limit: Double, line: Int) {
        self.network = network
        self.property = property
        self.limit = limit
        self.line = line
    }

    /// What names the instance wherever it is spoken of.
    public var key: InstanceKey { InstanceKey(network: network, property: property) }
}

/// An instance by the bare names of its files, so that a list, a table of verdicts and a folder of results agree whatever folders
/// and endings they write.
///
///     onnx/net.onnx.gz, ./vnnlib/prop_1.vnnlib  →  net, prop_1
public struct InstanceKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let network: String
    public let property: String

    public init(network: String, property: String) {
        self.network = Self.bareName(network, ".onnx")
        self.property = Self.bareName(property, ".vnnlib")
    }

    private static func bareName(_ path: String, _ ending: String) -> String {
        var name = path.split(separator: "/").last ?? ""
        for ending in [".gz", ending] where name.hasSuffix(ending) { name = name.dropLast(ending.count) }
        return String(name)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.network, a.property) < (b.network, b.property) }

    public var description: String { "\(network) \(property)" }
}
