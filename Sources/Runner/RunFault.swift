import ResultStore
import SuiteFiles
import WorkerProtocol

/// Why a suite cannot be planned: what is wrong with its networks, its images, or how they fit together.
public struct PlanFault: Error, Sendable, CustomStringConvertible {
    /// With places in the suite file.
    public var faults: SuiteFaults
    /// `dataFault`, or `inputNotFound` where all that is wrong is that something is missing.
    public var exitStatus: ExitStatus

    public var description: String { faults.description }
}

/// Why a run ended before its time. Everything recorded until then stays.
public enum RunFault: Error, Sendable, Hashable, CustomStringConvertible {
    case store(StoreFault)
    /// An answer could not be recorded.
    case recording(path: String, StoreFault)
    /// A worker could not load what the plan had loaded, or does not know the method.
    case worker(FaultV1)
    /// No worker could be started.
    case noWorker(path: String, reason: String)
    /// Workers start, but none becomes ready.
    case unreadyWorker(path: String, reason: String)
    /// The worker was not built together with this program.
    case foreignWorker(path: String, difference: String)
    /// The suite's memory budget is less than a worker occupies before its first question, in bytes.
    case memoryBudget(base: Int, limit: Int)
    /// So many workers need more open files than the system allows.
    case openFiles(needed: Int, limit: Int, workers: Int)

    public var description: String {
        switch self {
        case .store(let fault): fault.description
        case .recording(let path, let fault):
            "\(path): an answer could not be recorded: \(fault.description); what was recorded before stays: run again once "
                + "there is room and the file can be written"
        case .worker(let fault): fault.description
        case .noWorker(let path, let reason):
            "cannot start the worker \(path): \(reason); it is built together with verigap and lies beside it"
        case .unreadyWorker(let path, let reason): "the worker \(path) does not become ready: \(reason)"
        case .foreignWorker(let path, let difference):
            "the worker \(path) comes from another build: \(difference); build both programs together, for example "
                + "with swift build -c release"
        case .memoryBudget(let base, let limit):
            "the memory budget of \(Self.mebibytes(limit)) is less than the \(Self.mebibytes(base)) that a worker occupies "
                + "before its first question; give more with budget: { memory: … } in the suite"
        case .openFiles(let needed, let limit, let workers):
            "\(workers) worker\(workers == 1 ? "" : "s") \(workers == 1 ? "needs" : "need") \(needed) open files, the system allows \(limit) "
                + "(ulimit -n); allow more or use fewer --workers"
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .store(let fault), .recording(_, let fault): fault.exitStatus
        case .worker(let fault):
            switch fault.kind {
            case .networkUnreadable, .networkChanged, .datasetUnreadable, .samplesChanged: .dataFault
            case .unknownMethod, .internalError: .internalError
            }
        case .noWorker: .inputNotFound
        case .unreadyWorker, .foreignWorker, .openFiles: .systemShort
        case .memoryBudget: .dataFault
        }
    }

    private static func mebibytes(_ count: Int) -> String {
        count < 1 << 20 ? "\(count) bytes" : "\((count + (1 << 19)) >> 20) MiB"
    }
}

extension StoreFault {
    /// The exit code that stands for this fault.
    public var exitStatus: ExitStatus {
        switch self {
        case .absent: .inputNotFound
        case .locked: .storeLocked
        case .foreign, .tooNew, .tooOld, .corrupt: .dataFault
        case .cannotOpen, .readOnly, .failed: .cannotWrite
        case .unknownRunKey, .unknownSample: .internalError
        }
    }
}
