import Datasets
import Foundation
import NetworkFiles
import Networks

/// Networks and images from files.
public struct FileInputLoader: InputLoader, Sendable {
    private let environment: [String: String]

    /// `environment` may name data folders, see `DatasetLocator`.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) { self.environment = environment }

    public func network(file: String, architecture: ArchitectureSpec) throws -> Network {
        try NetworkFile.read(path: file, architecture: architecture)
    }

    public func keepsOutputValues(file: String) throws -> Bool {
        try NetworkFile.load(path: file).keepsOutputValues
    }

    public func dataset(_ reference: DatasetReferenceV1) throws -> Dataset {
        if let tables = reference.dataset.instances {
            return try Dataset.instances(of: tables, name: reference.dataset.name)
        }
        let locator = DatasetLocator(
            dataDirectory: reference.dataDirectory, environment: environment,
            workingDirectory: reference.workingDirectory, suiteDirectory: reference.suiteDirectory)
        return try locator.load(reference.dataset)
    }
}
