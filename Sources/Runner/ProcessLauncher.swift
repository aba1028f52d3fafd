import Datasets
import ExternalTools
import Foundation
import Subprocess
import Synchronization

/// Starts `verigap-worker` processes.
public struct ProcessLauncher: WorkerLauncher {
    public let path: String

    public init(path: String) { self.path = path }

    public var name: String { path }

    /// The worker that lies beside the running executable.
    public static func beside() -> ProcessLauncher {
        ProcessLauncher(path: ProgramPlace.folder + "/verigap-worker")
    }

    public func withWorker<Value: Sendable>(
        _ body: @Sendable (any WorkerConnection) async -> Value
    ) async throws(RunFault) -> (Value, WorkerEnding) {
        // A worker that dies while we write to it must be an error, not a signal to this process.
        signal(SIGPIPE, SIG_IGN)
        var platform = PlatformOptions()
        // A group of its own, so that Ctrl-C on the terminal reaches the coordinator alone.
        platform.processGroupID = 0
        do {
            let result = try await run(
                .path(.init(path)),
                // One thread per worker; and no backtracer that would outlive a killed worker and hold its pipes.
                environment: .inherit.updating(["OPENBLAS_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no"]),
                platformOptions: platform, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                let connection = ProcessConnection(execution)
                let words = Task { await Self.lastWords(of: execution.standardError) }
                let value = await body(connection)
                try? await execution.standardInputWriter.finish()
                let reaper = Task {
                    try await Task.sleep(for: .seconds(5))
                    connection.kill()
                }
                let lastWords = await words.value
                reaper.cancel()
                // Nothing that it has started outlives it: not yet waited for, its group is nobody else's.
                connection.kill()
                return (value, lastWords)
            }
            var ending = WorkerEnding(lastWords: result.closureResult.1)
            switch result.terminationStatus {
            case .exited(let code): ending.exitCode = Int(code)
            case .signaled(let signal): ending.signal = Int(signal)
            }
            return (result.closureResult.0, ending)
        } catch {
            throw .noWorker(path: path, reason: "\(error)")
        }
    }

    /// The end of what a worker writes to its standard error, read until it ends.
    private static func lastWords(of stream: SubprocessOutputSequence) async -> String {
        var words = LastWords()
        do {
            for try await buffer in stream { buffer.withUnsafeBytes { words.append($0) } }
        } catch { words.append(" (\(error))".utf8) }
        return words.text
    }
}

/// A worker process.
private actor ProcessConnection: WorkerConnection {
    private typealias Process = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

    private nonisolated let process: Process
    /// Processes below the worker that have left its group, and that a signal to the group does not reach.
    private nonisolated let strays = Mutex<Set<ProcessFamily.Member>>([])
    private var output: SubprocessOutputSequence.Iterator

    init(_ process: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>) {
        self.process = process
        output = process.standardOutput.makeAsyncIterator()
    }

    func send(_ bytes: [UInt8]) async throws {
        let count = try await process.standardInputWriter.write(bytes)
        guard count == bytes.count else { throw ConnectionLost() }
    }

    func receive() async throws -> [UInt8]? {
        var iterator = output
        defer { output = iterator }
        guard let buffer = try await iterator.next(isolation: self) else { return nil }
        return buffer.withUnsafeBytes { Array($0) }
    }

    nonisolated func terminate() { try? process.send(signal: .terminate, toProcessGroup: true) }

    nonisolated func kill() {
        _ = family()
        try? process.send(signal: .kill, toProcessGroup: true)
        for stray in strays.withLock({ $0 }) { ProcessFamily.kill(stray) }
    }

    nonisolated var usage: WorkerUsage { ProcessUsage.of(process.processIdentifier.value, with: family()) }

    /// The living processes below the worker; those outside of its group are kept in mind.
    private nonisolated func family() -> [ProcessFamily.Entry] {
        let worker = process.processIdentifier.value
        let family = ProcessFamily.descendants(of: worker).filter { !$0.hasEnded }
        let outside = family.filter { $0.group != worker }.map(\.member)
        if !outside.isEmpty { strays.withLock { $0.formUnion(outside) } }
        return family
    }
}

/// The worker went away in the middle of a message.
struct ConnectionLost: Error {}
