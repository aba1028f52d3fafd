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
package struct WorkerDeath: Sendable {
    /// Why it was ended; `nil`: it died by itself, or its messages were wrong.
    var cause: Watchdog.Cause?
    /// Wall-clock seconds spent on the query.
    var seconds: Double
    /// Processor seconds spent on the query.
    var cpuSeconds = 0.0
    /// The most resident memory seen, in bytes.
    var peak: Int
    /// What went wrong with its messages, if anything did.
    var reason: String?
    /// What the worker would have said of its query if it had ended before.
    var soFar: Outcome?
    /// Whether the system has killed a process for want of memory since the worker was started.
    var isAmongMemoryKills = false

    package init(
        cause: Watchdog.Cause? = nil, seconds: Double, cpuSeconds: Double = 0, peak: Int, reason: String? = nil,
        soFar: Outcome? = nil, isAmongMemoryKills: Bool = false
    ) {
        self.cause = cause
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.peak = peak
        self.reason = reason
        self.soFar = soFar
        self.isAmongMemoryKills = isAmongMemoryKills
    }
}

/// One worker's conversation: a job at a time, under limits.
struct WorkerSession {
    let connection: any WorkerConnection
    let watchdog: Watchdog
    /// Seconds a worker may take to load a network and a dataset.
    let loadingLimit: Double
    private var decoder = FrameDecoder()
    private let memoryKills = MemoryExhaustion.kills()

    init(_ connection: any WorkerConnection, _ watchdog: Watchdog, loadingLimit: Double) {
        self.connection = connection
        self.watchdog = watchdog
        self.loadingLimit = loadingLimit
    }

    /// How a worker introduces itself.
    enum Greeting: Sendable {
        case ready
        /// What is wrong, in words. The worker is of no use.
        case silent(String)
        /// It said nothing for so many seconds.
        case late(Double)
        /// How its methods differ from those of the plan.
        case foreign(String)
        /// Bytes that it occupies already, more than it may.
        case tooBig(Int)
    }

    private static let wordless = "it ended without a word"

    /// Why a worker said nothing. On a busy machine its end may be noticed only when it is late too: its exit code tells
    /// that nobody had to end it.
    static func lateness(_ limit: Double, _ ending: WorkerEnding) -> String {
        ending.exitCode == nil ? "it did not say hello within \(Int(limit.rounded(.up))) s" : wordless
    }

    /// Waits for the worker's first words, for `limit` seconds, and holds them against what the plan needs.
    mutating func greet(within limit: Double, catalog: MethodCatalog, memoryLimit: Int) async -> Greeting {
        watchdog.arm(WorkerLimits(cause: .loading, seconds: limit, memoryBytes: .max))
        defer { watchdog.disarm() }
        do {
            guard let message = try await nextMessage() else {
                let isLate = watchdog.cause == .loading
                connection.kill()
                return isLate ? .late(limit) : .silent(Self.wordless)
            }
            guard case .hello(let hello) = message else {
                return .silent("its first message is a \(message.kind.rawValue)")
            }
            if let difference = hello.difference(from: catalog) { return .foreign(difference) }
            if let base = connection.usage.residentBytes, base > memoryLimit { return .tooBig(base) }
            return .ready
        } catch let fault as FrameFault {
            connection.kill()
            if case .unsupportedVersion = fault { return .foreign("\(fault)") }
            return .silent("\(fault)")
        } catch {
            connection.kill()
            return .silent("\(error)")
        }
    }

    /// Whether the worker occupies, or once occupied, more than a job may: what earlier jobs took would count as its own.
    func isTooBig(for limits: WorkerLimits) -> Bool {
        let usage = connection.usage
        return max(usage.residentBytes ?? 0, usage.peakBytes ?? 0) > limits.memoryBytes
    }

    /// Has the worker do `job`, all of whose queries together have `limits`.
    mutating func perform(_ job: JobV2, within limits: WorkerLimits) async -> JobResult {
        var loading = limits
        (loading.cause, loading.seconds, loading.cpuSeconds) = (.loading, loadingLimit, nil)
        watchdog.arm(loading)
        defer { watchdog.disarm() }
        var start = ContinuousClock.now
        var hasBegun = false
        var reason: String?
        var soFar: Outcome?
        do {
            try await connection.send(try Message.job(job).encoded())
            loop: while true {
                switch try await nextMessage() {
                case .begun(let begun)? where begun.id == job.id && !hasBegun:
                    start = .now
                    hasBegun = true
                    watchdog.arm(limits)
                case .soFar(let part)? where part.id == job.id && hasBegun && job.samples.count == 1:
                    soFar = part.outcome.outcome
                case .reply(let reply)? where reply.id == job.id && reply.outcomes.count == job.samples.count:
                    guard !watchdog.note(peak: reply.peak), watchdog.disarm() else { break loop }
                    return .reply(reply.measuredOutcomes)
                case .fault(let fault)? where fault.id == job.id: return .fault(fault)
                case nil:
                    // A process that ends gives its memory back before it closes its files.
                    if connection.usage.residentBytes != nil { reason = "it closed its output" }
                    break loop
                default:
                    reason = "it answered something else"
                    break loop
                }
            }
        } catch let fault as FrameFault {
            reason = "\(fault)"
        } catch {
            // Nobody reads what is written to a process that has ended: that it ended is the reason.
            if connection.usage.residentBytes != nil { reason = "\(error)" }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let kills = MemoryExhaustion.kills()
        // Whatever went wrong, its messages cannot be trusted any more.
        connection.kill()
        return .death(
            WorkerDeath(
                cause: watchdog.cause, seconds: watchdog.secondsToEnd ?? seconds,
                cpuSeconds: hasBegun ? watchdog.cpuSeconds : 0,
                peak: watchdog.peak, reason: reason, soFar: soFar, isAmongMemoryKills: kills > memoryKills))
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
