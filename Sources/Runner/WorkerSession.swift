import Questions
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
    /// Seconds a worker may take to load a network and a dataset.
    static let loadingLimit = 300.0

    let connection: any WorkerConnection
    let watchdog: Watchdog
    private var decoder = FrameDecoder()

    init(_ connection: any WorkerConnection, _ watchdog: Watchdog) {
        self.connection = connection
        self.watchdog = watchdog
    }

    /// How a worker introduces itself.
    enum Greeting: Sendable {
        case ready
        /// What is wrong, in words. The worker is of no use.
        case silent(String)
        /// How its methods differ from those of the plan.
        case foreign(String)
        /// Bytes that it occupies already, more than it may.
        case tooBig(Int)
    }

    /// Waits for the worker's first words, for `limit` seconds, and holds them against what the plan needs.
    mutating func greet(within limit: Double, catalog: MethodCatalog, memoryLimit: Int) async -> Greeting {
        watchdog.arm(seconds: limit, reason: .loading, memoryLimit: .max)
        defer { watchdog.disarm() }
        do {
            guard let message = try await nextMessage() else {
                let isLate = watchdog.cause == .loading
                return .silent(
                    isLate ? "it did not say hello within \(Int(limit.rounded(.up))) s" : "it ended without a word")
            }
            guard case .hello(let hello) = message else {
                return .silent("its first message is a \(message.kind.rawValue)")
            }
            if let difference = hello.difference(from: catalog) { return .foreign(difference) }
            if let base = connection.residentBytes, base > memoryLimit { return .tooBig(base) }
            return .ready
        } catch let fault as FrameFault {
            if case .unsupportedVersion = fault { return .foreign("\(fault)") }
            return .silent("\(fault)")
        } catch { return .silent("\(error)") }
    }

    /// Has the worker do `job`.
    mutating func perform(_ job: JobV2, memoryLimit: Int) async -> JobResult {
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
                    guard !watchdog.note(peak: reply.peak) else { break }
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
