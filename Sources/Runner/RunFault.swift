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
    /// A worker could not load what the plan had loaded, or does not know the method.
    case worker(FaultV1)
    /// No worker could be started.
    case noWorker(path: String, reason: String)

    public var description: String {
        switch self {
        case .store(let fault): fault.description
        case .worker(let fault): fault.description
        case .noWorker(let path, let reason):
            "cannot start the worker \(path): \(reason); it is built together with verigap and lies beside it"
        }
    }

    public var exitStatus: ExitStatus {
        switch self {
        case .store(let fault): fault.exitStatus
        case .worker(let fault):
            switch fault.kind {
            case .networkUnreadable, .networkChanged, .datasetUnreadable, .samplesChanged: .dataFault
            case .unknownMethod, .internalError: .internalError
            }
        case .noWorker: .inputNotFound
        }
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
