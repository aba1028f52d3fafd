import Datasets
import Networks

/// Where networks and images come from: files, or memory in tests.
public protocol InputLoader {
    /// Reads a network file.
    func network(file: String, architecture: ArchitectureSpec) throws -> Network
    /// Reads a dataset.
    func dataset(_ reference: DatasetReferenceV1) throws -> Dataset
    /// Whether the outputs of a file's network are the file's: not where a softmax at its end was left out, of which only the
    /// order of the outputs is kept.
    func keepsOutputValues(file: String) throws -> Bool
}

extension InputLoader {
    public func keepsOutputValues(file: String) throws -> Bool { true }
}
