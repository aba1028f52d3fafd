import CShims
import DataFormats
import Foundation
import Questions

/// What a tool is started with.
struct ToolOrder {
    /// The file to run.
    var program: String
    /// The command line, with the word that names the program.
    var words: [String]
    /// Variables beside those of this process.
    var environment: [String: String] = [:]
    /// Its working folder.
    var folder: String
    var deadline: Deadline = .never
    var limits = ToolLimits()
    /// Bytes of standard output that are kept; more of them end the tool. `nil`: only its last words are.
    var outputLimit: Int?
    /// Files that may not grow beyond `ToolProcess.fileLimit`.
    var watchedFiles: [String] = []
}

/// What a tool may use, beside time by the clock.
public struct ToolLimits: Sendable, Hashable {
    /// Processor seconds of all its processes; `nil`: unlimited.
    public var cpuSeconds: Double?
    /// Resident bytes of all its processes; `nil`: unlimited.
    public var memoryBytes: Int?

    public init(cpuSeconds: Double? = nil, memoryBytes: Int? = nil) {
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
    }
}

/// How a tool ended.
struct ToolEnding {
    enum Cause: Hashable {
        case exited(Int)
        case signaled(Int)
        /// Ended at its limits.
        case time
        case cpu
        case memory(Int)
        /// Ended because it wrote without end: what it wrote too much of.
        case flood(String)
    }

    var cause: Cause
    /// What it wrote to standard output, as far as that was to be kept.
    var output: [UInt8]
    /// The end of what it wrote to standard error, or else to standard output.
    var lastWords: String
}

/// Why a tool was not started.
struct ToolStartFault: Error, CustomStringConvertible {
    var description: String
}

/// One run of a tool, from its start until nothing that it has started is left.
///
/// It runs in this process's group, so that whoever ends the group ends it. Here it is ended process by process, whatever group or
/// session they have made themselves; orphans are found once this process adopts them (`shims_adopt_orphans`).
struct ToolProcess {
    /// Bytes that an answer may have.
    static let fileLimit = 16 << 20
    /// The longest that nobody looks, in seconds.
    private static let pause = 0.02

    private let order: ToolOrder
    private let child: Int32
    private var family: ToolFamily
    private var output: ToolPipe
    private var errors: ToolPipe
    private let cpuBefore = shims_children_cpu_seconds()
    private var lastLook = ContinuousClock.now

    /// Starts the tool, waits for its end or ends it, and leaves nothing of it behind.
    static func run(_ order: ToolOrder) throws(ToolStartFault) -> ToolEnding {
        var process = try ToolProcess(order)
        let cause = process.awaitEnd()
        process.endFamily(hasEnded: cause.isItsOwn)
        return process.ending(cause)
    }

    private init(_ order: ToolOrder) throws(ToolStartFault) {
        self.order = order
        output = try ToolPipe(limit: order.outputLimit)
        errors = try ToolPipe(limit: nil)
        let mark = "\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
        var variables = ProcessInfo.processInfo.environment.merging(order.environment) { $1 }
        variables[ToolFamily.mark] = mark
        var words = order.words.map { strdup($0) } + [nil]
        var environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + environment { free(text) } }
        child = shims_start_program(
            order.program, &words, &environment, order.folder, output.writeEnd, errors.writeEnd)
        family = ToolFamily(root: child, value: mark)
        output.closeWriteEnd()
        errors.closeWriteEnd()
        guard child > 0 else {
            output.close()
            errors.close()
            throw ToolStartFault(
                description: "\(order.program) cannot be started: \(String(cString: strerror(-child)))")
        }
    }

    private mutating func awaitEnd() -> ToolEnding.Cause {
        var status = Int32(0)
        while true {
            ToolPipe.wait(for: [output, errors], seconds: min(Self.pause, order.deadline.remaining))
            let isFlood = output.pump()
            _ = errors.pump()
            if waitpid(child, &status, WNOHANG) == child { return Self.cause(status) }
            if isFlood { return .flood("standard output") }
            if let cause = overstepped() { return cause }
        }
    }

    private static func cause(_ status: Int32) -> ToolEnding.Cause {
        let signal = Int(status & 0x7f)
        return signal == 0 ? .exited(Int(status >> 8) & 0xff) : .signaled(signal)
    }

    /// The limit that it oversteps; looks at its processes no more often than is worth it.
    private mutating func overstepped() -> ToolEnding.Cause? {
        if order.deadline.hasPassed { return .time }
        guard .now - lastLook >= .seconds(Self.pause / 2) else { return nil }
        lastLook = .now
        let living = family.living()
        let resident = living.residentBytes
        ToolMeter.note(peak: resident)
        if let limit = order.limits.memoryBytes, resident > limit { return .memory(resident) }
        let used = living.cpuSeconds + shims_children_cpu_seconds() - cpuBefore
        if let limit = order.limits.cpuSeconds, used >= limit { return .cpu }
        return order.watchedFiles.first { Self.size(of: $0) > Self.fileLimit }.map {
            .flood("its file \($0.pathName)")
        }
    }

    private static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Ends what is left; the first process is waited for, unless it was already.
    private mutating func endFamily(hasEnded: Bool) {
        // Not waited for yet, its number is nobody else's.
        if !hasEnded { kill(child, SIGKILL) }
        family.end()
        guard !hasEnded else { return }
        let end = ContinuousClock.now + .seconds(2)
        while waitpid(child, nil, WNOHANG) == 0, ContinuousClock.now < end { usleep(1000) }
    }

    private mutating func ending(_ cause: ToolEnding.Cause) -> ToolEnding {
        var cause = cause
        if output.pump(), cause.isItsOwn { cause = .flood("standard output") }
        _ = errors.pump()
        output.close()
        errors.close()
        let words = errors.lastWords.isEmpty ? output.lastWords : errors.lastWords
        return ToolEnding(cause: cause, output: output.kept, lastWords: words)
    }
}

extension ToolEnding.Cause {
    /// Whether nobody ended it.
    fileprivate var isItsOwn: Bool {
        switch self {
        case .exited, .signaled: true
        case .time, .cpu, .memory, .flood: false
        }
    }
}
