/// A worker that is alive: bytes in, bytes out, and the means to end it. Processes in a run, memory in tests.
public protocol WorkerConnection: Sendable {
    /// Sends all of `bytes`; throws when the worker is gone.
    func send(_ bytes: [UInt8]) async throws
    /// Waits for bytes; `nil` when the worker is gone.
    func receive() async throws -> [UInt8]?
    /// Asks the worker to end, which it does at once unless something is wrong with it.
    func terminate()
    /// Ends the worker at once, and whatever it has started.
    func kill()
    /// What it occupies and has used.
    var usage: WorkerUsage { get }
}

extension WorkerConnection {
    public func terminate() { kill() }
}

/// What a worker occupies and has used since it was started; `nil` where the operating system does not tell.
public struct WorkerUsage: Sendable, Hashable {
    /// Resident memory now, in bytes.
    public var residentBytes: Int?
    /// The most that it ever was.
    public var peakBytes: Int?
    /// Processor seconds of all its threads.
    public var cpuSeconds: Double?

    public init(residentBytes: Int? = nil, peakBytes: Int? = nil, cpuSeconds: Double? = nil) {
        self.residentBytes = residentBytes
        self.peakBytes = peakBytes
        self.cpuSeconds = cpuSeconds
    }
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
