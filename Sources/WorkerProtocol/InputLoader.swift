import Datasets
import Networks

/// Where networks and images come from: files, or memory in tests.
public protocol InputLoader {
    /// Reads a network file.
    func network(file: String, architecture: ArchitectureSpec) throws -> Network
    /// Reads a dataset.
    func dataset(_ reference: DatasetReferenceV1) throws -> Dataset
}
