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

/// A row of a table of instances: what its property asks, or why it asks nothing.
public struct GivenInstance: Sendable {
    /// The question as a sample carries it.
    public let sample: Sample

    /// The benchmark, the property's bare name, and the place among all instances.
    public var id: SampleID { sample.id }

    public var property: GivenProperty? { sample.given }
    /// Why the file states no question; `nil` where it does.
    public var fault: String? { sample.fault }

    public init(id: SampleID, property: GivenProperty) {
        sample = Sample(id: id, label: 0, pixels: property.centre, given: property)
    }

    /// Of a file that cannot be read, or states nothing that can be asked.
    public init(id: SampleID, fault: String) {
        sample = Sample(id: id, fault: fault)
    }
}
