import Datasets
import WorkerProtocol

extension DatasetLocator {
    /// The images, or the questions of tables of instances.
    func loadAny(_ reference: DatasetReference) throws -> Dataset {
        guard reference.instances != nil else { return try load(reference) }
        return try FileInputLoader().dataset(
            DatasetReferenceV1(dataset: reference, workingDirectory: workingDirectory))
    }
}
