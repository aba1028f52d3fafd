import Datasets
import Questions
import ResultStore

/// Where the tasks of a wave find what they need. Paths are below the cluster's folder, or absolute for what was left in its place.
public struct StagedInputs: Codable, Sendable, Hashable {
    /// Files and folders by the names that the suite has for them.
    public var files: [String: String]
    /// The images, under the names that outcomes have for them.
    public var dataset: DatasetReference
    /// The folder with both programs.
    public var programs: String

    private enum CodingKeys: String, CodingKey {
        case files = "files"
        case dataset = "dataset"
        case programs = "programs"
    }

    public init(files: [String: String], dataset: DatasetReference, programs: String) {
        self.files = files
        self.dataset = dataset
        self.programs = programs
    }
}

/// What one `cluster submit` handed out: written once, before the first task begins.
public struct WaveV1: Codable, Sendable, Hashable {
    /// What is known of a task without its file.
    public struct Task: Codable, Sendable, Hashable {
        public var queries: Int
        /// Seconds of one core, expected.
        public var seconds: Double

        private enum CodingKeys: String, CodingKey {
            case queries = "queries"
            case seconds = "seconds"
        }

        public init(queries: Int, seconds: Double) {
            self.queries = queries
            self.seconds = seconds
        }
    }

    public static let newestVersion = 1

    public var version = newestVersion
    public var executor: Executor
    /// What the store keeps of the wave as a run; tasks replace the machine by theirs.
    public var record: RunRecord
    public var inputs: StagedInputs
    /// `--cascade` and `--no-cascade`; `nil`: as the suite says.
    public var cascade: Bool?
    /// Worker processes, and cores, of a task.
    public var workers: Int
    /// The value of `--data-dir`.
    public var dataDirectory: String?
    /// Where the suite file lay.
    public var suiteDirectory: String?
    public var workingDirectory: String
    /// Elements of an array: so many tasks go to each job but the last.
    public var arraySize: Int
    /// Numbered from 1.
    public var tasks: [Task]

    private enum CodingKeys: String, CodingKey {
        case version = "version"
        case executor = "executor"
        case record = "record"
        case inputs = "inputs"
        case cascade = "cascade"
        case workers = "workers"
        case dataDirectory = "dataDirectory"
        case suiteDirectory = "suiteDirectory"
        case workingDirectory = "workingDirectory"
        case arraySize = "arraySize"
        case tasks = "tasks"
    }

    public init(
        executor: Executor, record: RunRecord, inputs: StagedInputs, cascade: Bool?, workers: Int,
        dataDirectory: String?, suiteDirectory: String?, workingDirectory: String, arraySize: Int, tasks: [Task]
    ) {
        self.executor = executor
        self.record = record
        self.inputs = inputs
        self.cascade = cascade
        self.workers = workers
        self.dataDirectory = dataDirectory
        self.suiteDirectory = suiteDirectory
        self.workingDirectory = workingDirectory
        self.arraySize = max(1, arraySize)
        self.tasks = tasks
    }

    public var queries: Int { tasks.reduce(0) { $0 + $1.queries } }
    public var seconds: Double { tasks.reduce(0) { $0 + $1.seconds } }
}

/// Who runs the tasks of a wave.
public enum Executor: String, Codable, Sendable, Hashable, CaseIterable {
    /// A job array of Slurm.
    case slurm
    /// The same scripts as processes of this machine.
    case localArray = "local-array"
}

/// A job array that was submitted for a part of a wave.
public struct SubmittedJob: Codable, Sendable, Hashable {
    /// As Slurm names the array.
    public var id: String
    /// Of its first task, in the wave.
    public var firstTask: Int
    public var count: Int

    private enum CodingKeys: String, CodingKey {
        case id = "id"
        case firstTask = "firstTask"
        case count = "count"
    }

    public init(id: String, firstTask: Int, count: Int) {
        self.id = id
        self.firstTask = firstTask
        self.count = count
    }

    /// The number in the wave of the element `index` of the array, which counts from 1; `nil` outside.
    public func task(ofElement index: Int) -> Int? {
        (1...max(1, count)).contains(index) && count > 0 ? firstTask + index - 1 : nil
    }
}
