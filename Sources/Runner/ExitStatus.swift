/// What a verigap command's exit code means. Codes from 64 follow `sysexits.h`.
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable, Error {
    /// Everything that was asked for was done.
    case success = 0
    /// A fault of verigap itself; please report it.
    case internalError = 1
    /// A law between methods, or between two runs, is broken: two results contradict each other.
    case lawBroken = 2
    /// Queries are unanswered: the total budget ended a run, or a report is of a run that did not finish. Run again to go on.
    case incomplete = 3
    /// A committed report is not what its outcomes give, or its suite, networks, images or methods have changed since.
    case staleReport = 4
    /// A proof does not hold, or its file is damaged.
    case proofRefused = 5
    /// A comparison of two runs: the new one is worse than its gates allow.
    case regressed = 6
    /// Two runs ask nothing in common that can be compared.
    case notComparable = 7
    /// A bisection: the bad commit does not show what was flagged, or not clearly.
    case notReproduced = 8
    /// A bisection: the commit cannot be told from its neighbours, which do not build or do not answer.
    case undecided = 9
    /// The command line is wrong.
    case usage = 64
    /// A suite, network, data or outcome file has faults.
    case dataFault = 65
    /// A file that was named, or the images of a dataset, cannot be found.
    case inputNotFound = 66
    /// The system gives less than is needed, or its worker program does not answer or comes from another build.
    case systemShort = 71
    /// A file or standard output cannot be created or written.
    case cannotWrite = 73
    /// Another process writes to the result store.
    case storeLocked = 75
    /// Interrupted from the keyboard; what was recorded stays, run again to go on.
    case interrupted = 130

    /// One line for the documentation.
    public var meaning: String {
        switch self {
        case .success: "everything that was asked for was done"
        case .internalError: "a fault of verigap itself"
        case .lawBroken:
            "a law between methods is broken, or another tool contradicts a proof: two results exclude each other"
        case .incomplete:
            "queries are unanswered: a run, or the run that is reported, did not finish; run again to go on"
        case .staleReport: "a report is stale: its files, suite, networks, images or methods changed since"
        case .proofRefused: "a proof does not hold, or its file is damaged"
        case .regressed: "compare: the new run is worse than the gates allow"
        case .notComparable: "compare: the two runs have no cell that can be compared"
        case .notReproduced: "bisect: the two commits do not differ in what is flagged"
        case .undecided: "bisect: the commit cannot be told from neighbours that do not build"
        case .usage: "the command line is wrong"
        case .dataFault: "a suite, network, data or outcome file has faults"
        case .inputNotFound: "a file that was named, or the images of a dataset, cannot be found"
        case .systemShort: "too little address space, too few open files, or a worker that does not answer as it should"
        case .cannotWrite: "a file or standard output cannot be created or written"
        case .storeLocked: "another process writes to the result store"
        case .interrupted: "interrupted; what was recorded stays, run again to go on"
        }
    }
}
