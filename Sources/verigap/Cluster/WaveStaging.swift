import Cluster
import DataFormats
import Datasets
import Foundation
import Questions
import Runner
import WorkerProtocol

/// Copies what a wave needs into the cluster's folder.
struct WaveStaging {
    private let root: String
    private let staging: Staging
    /// What stays where it is, in words.
    private(set) var remarks: [String] = []

    init(root: String) {
        self.root = root
        staging = Staging(root: root)
    }

    /// Stages networks, images and programs.
    ///
    /// What names further files by their places (tables of instances, descriptions of tools) stays where it is, with all that it names:
    /// that must then lie on the shared file system itself.
    mutating func stage(_ wave: WavePlan) throws -> StagedInputs {
        let plan = wave.plan
        let programs = try staging.stagePrograms(["verigap", "verigap-worker"], in: ProgramPlace.folder)
        var inputs = StagedInputs(files: wave.files, dataset: plan.datasetReference.dataset, programs: programs)
        let hasTools = plan.cells.contains { $0.descriptor.isExternal }
        if !plan.dataset.given.isEmpty || hasTools {
            remarks.append(
                "\(hasTools ? "tools" : "instances") name files by their places: they stay there, and every machine must see them"
            )
            return inputs
        }
        inputs.dataset = try stageImages(plan)
        let (old, new) = (plan.datasetReference.dataset, inputs.dataset)
        for (name, path) in wave.files {
            // The images are there already, as values.
            if new.images != old.images, let images = [name, path].contains(old.images) ? new.images : nil {
                inputs.files[name] = images
            } else if new.labels != old.labels, let labels = [name, path].contains(old.labels) ? new.labels : nil {
                inputs.files[name] = labels
            } else {
                inputs.files[name] = try staging.stage(path)
            }
        }
        return inputs
    }

    /// The images as values: whatever they were read from, they are these, under the same names.
    private mutating func stageImages(_ plan: Plan) throws -> DatasetReference {
        let dataset = plan.dataset
        var reference = DatasetReference(name: dataset.name, split: dataset.split)
        let images = NumPyArray(shape: [dataset.count] + dataset.shape, floats: dataset.pixels)
        reference.images = try staging.stage(images.fileBytes, as: "images.npy")
        reference.labels = try staging.stage(
            NumPyArray(shape: [dataset.count], integers: dataset.labels).fileBytes, as: "labels.npy")
        let located = DatasetReferenceV1(dataset: reference.located(in: root), workingDirectory: root)
        if let read = try? FileInputLoader().dataset(located), read.digest == plan.datasetDigest { return reference }
        remarks.append(
            "the images cannot be copied as values: they stay where they are, and every machine must see them")
        return plan.datasetReference.dataset
    }
}
