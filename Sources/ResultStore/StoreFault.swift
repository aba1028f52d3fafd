/// Why the result store cannot do what was asked.
public enum StoreFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no store at this path yet.
    case absent(path: String)
    /// Another process writes to it.
    case locked(path: String, processIdentifier: Int?)
    /// The file cannot be opened or created.
    case cannotOpen(path: String, reason: String)
    /// The file is a database, but none of verigap's.
    case foreign(path: String)
    /// A newer verigap made it.
    case tooNew(path: String)
    /// An older verigap made it and it is opened for reading only.
    case tooOld(path: String)
    /// It was opened for reading.
    case readOnly(path: String)
    /// An outcome was recorded for a configuration or a sample that no run announced.
    case unknownRunKey(configuration: String, sample: String)
    /// A cell of a run names a sample that was not announced.
    case unknownSample(String)
    /// A row does not make sense.
    case corrupt(String)
    /// SQLite failed: the disk is full, the file was removed, …
    case failed(String)

    public var description: String {
        switch self {
        case .absent(let path): "\(path): there is no result store here; `verigap run` makes one"
        case .locked(let path, let pid):
            "\(path): \(pid.map { "process \($0)" } ?? "another process") is writing to this result store; "
                + "wait for it to end, stop it, or name another store"
        case .cannotOpen(let path, let reason): "\(path): cannot open the result store: \(reason)"
        case .foreign(let path): "\(path): this database is not a result store of verigap; name another path"
        case .tooNew(let path): "\(path): a newer version of verigap made this result store; use that version"
        case .tooOld(let path):
            "\(path): an older version of verigap made this result store; `verigap run` or `verigap import` brings it up to date"
        case .readOnly(let path): "\(path): the result store was opened for reading only"
        case .unknownRunKey(let configuration, let sample):
            "no run announced configuration \(configuration) with sample \(sample)"
        case .unknownSample(let id): "a cell names the sample \(id), which the run does not list"
        case .corrupt(let what): "the result store holds a row that makes no sense: \(what)"
        case .failed(let reason): "the result store failed: \(reason)"
        }
    }
}
