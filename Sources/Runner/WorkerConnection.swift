/// A worker that is alive: bytes in, bytes out, and the means to end it. Processes in a run, memory in tests.
public protocol WorkerConnection: Sendable {
    /// Sends all of `bytes`; throws when the worker is gone.
    func send(_ bytes: [UInt8]) async throws
    /// Waits for bytes; `nil` when the worker is gone.
    func receive() async throws -> [UInt8]?
    /// Ends the worker at once.
    func kill()
    /// Resident memory in bytes; `nil` where the operating system does not tell.
    var residentBytes: Int? { get }
}

/// How a worker ended.
public struct WorkerEnding: Sendable, Hashable, CustomStringConvertible {
    public var signal: Int?
    public var exitCode: Int?
    /// The last that the worker wrote to its standard error.
    public var lastWords: String

    public init(signal: Int? = nil, exitCode: Int? = nil, lastWords: String = "") {
        self.signal = signal
        self.exitCode = exitCode
        self.lastWords = lastWords
    }

    public var description: String {
        let how = signal.map { "signal \($0)" } ?? exitCode.map { "exit code \($0)" } ?? "unknown"
        return lastWords.isEmpty ? how : "\(how): \(lastWords)"
    }
}

/// Starts workers.
public protocol WorkerLauncher: Sendable {
    /// What is started, for messages.
    var name: String { get }

    /// Starts a worker, hands it to `body`, closes its input and waits for its end.
    ///
    /// Throws what starting it throws; `body` does not throw.
    func withWorker<Value: Sendable>(
        _ body: @Sendable (any WorkerConnection) async -> Value
    ) async throws(RunFault) -> (Value, WorkerEnding)
}
