import Robustness
import WorkerProtocol

/// How a worker's work on a job ended.
enum JobResult: Sendable {
    case reply([Outcome])
    case fault(FaultV1)
    /// The worker is gone.
    case death(WorkerDeath)
}

/// How a worker was lost, as far as its connection tells.
struct WorkerDeath: Sendable {
    /// Why it was killed; `nil`: it died by itself.
    var cause: Watchdog.Cause?
    /// Wall-clock seconds spent on the query.
    var seconds: Double
    /// The most resident memory seen, in bytes.
    var peak: Int
    /// What went wrong with its messages, if anything did.
    var reason: String?
}

/// One worker's conversation: a job at a time, under limits.
struct WorkerSession {
    /// Seconds a verifier gets to notice its own deadline before it is killed.
    static let grace = 0.5
    /// Seconds a worker may take to start, or to load a network and a dataset.
    static let loadingLimit = 300.0

    private let connection: any WorkerConnection
    let watchdog: Watchdog
    private var decoder = FrameDecoder()

    init(_ connection: any WorkerConnection, _ watchdog: Watchdog) {
        self.connection = connection
        self.watchdog = watchdog
    }

    /// Waits for the worker's first words. Returns what is wrong, or `nil`.
    mutating func greet() async -> String? {
        watchdog.arm(seconds: Self.loadingLimit, reason: .loading, memoryLimit: .max)
        defer { watchdog.disarm() }
        do {
            guard let message = try await nextMessage() else { return "it ended without a word" }
            guard case .hello = message else { return "its first message is a \(message.kind.rawValue)" }
            return nil
        } catch { return "\(error)" }
    }

    /// Has the worker do `job`.
    mutating func perform(_ job: JobV1, memoryLimit: Int) async -> JobResult {
        watchdog.arm(seconds: Self.loadingLimit, reason: .loading, memoryLimit: memoryLimit)
        defer { watchdog.disarm() }
        var start = ContinuousClock.now
        var reason: String?
        do {
            try await connection.send(try Message.job(job).encoded())
            while let message = try await nextMessage() {
                switch message {
                case .begun(let begun) where begun.id == job.id:
                    start = .now
                    watchdog.arm(
                        seconds: job.perQuerySeconds * Double(job.samples.count) + Self.grace, reason: .time,
                        memoryLimit: memoryLimit)
                    continue
                case .reply(let reply) where reply.id == job.id && reply.outcomes.count == job.samples.count:
                    return .reply(reply.measuredOutcomes)
                case .fault(let fault) where fault.id == job.id: return .fault(fault)
                default: reason = "it answered something else"
                }
                break
            }
        } catch { reason = "\(error)" }
        // Whatever went wrong, its messages cannot be trusted any more.
        connection.kill()
        return .death(
            WorkerDeath(
                cause: watchdog.cause, seconds: (.now - start) / .seconds(1), peak: watchdog.peak, reason: reason))
    }

    private mutating func nextMessage() async throws -> Message? {
        while true {
            if let frame = try decoder.next() { return try Message(frame) }
            guard let bytes = try await connection.receive() else {
                try decoder.finish()
                return nil
            }
            decoder.append(bytes)
        }
    }
}
