import Cluster
import DataFormats
import Datasets
import Foundation
import Questions
import Runner
import SuiteFiles
import Synchronization
import Verifiers
import WorkerProtocol

/// A suite that is planned for a cluster, with where its files are.
struct WavePlan {
    var plan: Plan
    /// The suite's text.
    var text: String
    /// What the suite names, by its names: absolute paths.
    var files: [String: String]

    /// Reads and plans the suite as a run would, and notes which files it names.
    init(_ suite: SuiteArgument, _ data: DataOptions) throws {
        let path = try SuiteLocation.find(suite.suite)
        let locator = try data.locator(suite: path)
        let search = FileSearch(locator)
        let found = Mutex([String: String]())
        let noting = FileSearch(folders: search.folders) { name in
            let place = search.locate(name)
            if let place { found.withLock { $0[name] = place } }
            return place
        }
        text = try SuiteReader.text(path: path)
        let document = try SuiteReader.document(path: path, catalog: MethodRegistry.catalog, search: noting)
        files = found.withLock { $0 }
        let images = DatasetReferenceV1(
            dataset: document.suite.dataset, dataDirectory: locator.dataDirectory,
            suiteDirectory: locator.suiteDirectory, workingDirectory: locator.workingDirectory)
        plan = try Planner(catalog: MethodRegistry.catalog, loader: FileInputLoader())
            .plan(document, images: images, store: nil)
    }

    /// Plans what a wave's tasks see.
    static func plan(_ wave: WaveV1, in folder: WaveFolder) throws -> Plan {
        try plan(suite: folder.suiteFile, wave.inputs, images: wave.images(in: folder.root), root: folder.root)
    }

    /// Plans a suite with staged files.
    static func plan(
        suite: String, _ inputs: StagedInputs, images: DatasetReferenceV1, root: String
    ) throws -> Plan {
        let search = FileSearch { name in inputs.files[name].map { $0.hasPrefix("/") ? $0 : "\(root)/\($0)" } }
        let document = try SuiteReader.document(path: suite, catalog: MethodRegistry.catalog, search: search)
        return try Planner(catalog: MethodRegistry.catalog, loader: FileInputLoader())
            .plan(document, images: images, store: nil)
    }
}

extension WaveFolder {
    /// The cluster's folder.
    var root: String { path.pathFolder.pathFolder }
}

extension WaveV1 {
    /// The images as the wave's tasks find them.
    func images(in root: String) -> DatasetReferenceV1 {
        DatasetReferenceV1(
            dataset: inputs.dataset.located(in: root), dataDirectory: dataDirectory, suiteDirectory: suiteDirectory,
            workingDirectory: workingDirectory)
    }

    /// The run keys of a task. `plan` is the wave's.
    ///
    /// - Throws: `CommandFault` where the plan is not the one that the task was cut from.
    func slices(
        of task: TaskV1, _ plan: Plan, file: String
    ) throws(CommandFault) -> [(cell: Int, positions: [Int])] {
        var slices = [(cell: Int, positions: [Int])]()
        for slice in task.slices {
            guard plan.cells.indices.contains(slice.cell),
                let positions = slice.positions(below: plan.cells[slice.cell].samples.count)
            else { throw Self.differs(file) }
            slices.append((slice.cell, positions))
        }
        guard plan.digest(of: slices) == task.digest else { throw Self.differs(file) }
        return slices
    }

    private static func differs(_ file: String) -> CommandFault {
        CommandFault(
            "\(file): this program, or what it found beside it, asks other questions than the one that submitted: another build, "
                + "library or tool; harvest, then resubmit", status: .dataFault)
    }
}

extension DatasetReference {
    /// With staged files at their absolute places.
    func located(in root: String) -> DatasetReference {
        var result = self
        if let images, StagedInputs.isStaged(images) { result.images = "\(root)/\(images)" }
        if let labels, StagedInputs.isStaged(labels) { result.labels = "\(root)/\(labels)" }
        return result
    }
}

extension StagedInputs {
    /// Whether a path is one of `Staging`.
    static func isStaged(_ path: String) -> Bool { path.hasPrefix("inputs/") }
}
