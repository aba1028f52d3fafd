import Questions

/// A file that lists instances, as `instances.csv` of a competition's benchmark.
public struct InstanceTable: Sendable, Hashable, Codable {
    /// Absolute.
    public var file: String
    /// The benchmark: the data set of its instances.
    public var name: String

    public init(file: String, name: String) {
        self.file = file
        self.name = name
    }
}

/// A row of a table of instances: what its property asks.
public struct GivenInstance: Sendable {
    /// The benchmark, the property's bare name, and the place among all instances.
    public var id: SampleID
    public var property: GivenProperty

    public init(id: SampleID, property: GivenProperty) {
        self.id = id
        self.property = property
    }
}
