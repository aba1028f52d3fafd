/// The limit of a query: time and memory that a method has for it. Handed to the method, and enforced by the coordinator from
/// outside the worker.
public struct Budget: Codable, Sendable, Hashable {
    /// Wall-clock seconds a query may take.
    public var perQuerySeconds: Double
    /// Resident memory a worker may use, in bytes.
    public var memoryBytes: Int

    public init(perQuerySeconds: Double = 60, memoryBytes: Int = 4 << 30) {
        self.perQuerySeconds = perQuerySeconds
        self.memoryBytes = memoryBytes
    }

    /// Of each the smaller.
    public func intersection(_ other: Budget) -> Budget {
        Budget(
            perQuerySeconds: min(perQuerySeconds, other.perQuerySeconds),
            memoryBytes: min(memoryBytes, other.memoryBytes))
    }
}

/// A moment after which a verifier should stop and say `timeout` with what it has.
///
/// Advisory: the coordinator kills a worker that overstays.
public struct Deadline: Sendable {
    private let instant: ContinuousClock.Instant?

    /// No deadline at all.
    public static let never = Deadline(instant: nil)

    private init(instant: ContinuousClock.Instant?) { self.instant = instant }

    /// `seconds` from now.
    public init(after seconds: Double) {
        // NaN and −∞ have passed already: fail closed.
        instant = seconds == .infinity ? nil : .now + .seconds(seconds.isFinite ? seconds : 0)
    }

    public var hasPassed: Bool { instant.map { $0 <= .now } ?? false }

    /// Seconds left, at least 0; infinite without a deadline.
    public var remaining: Double {
        guard let instant else { return .infinity }
        return max(0, (instant - .now) / .seconds(1))
    }

    /// The earlier of this deadline and `seconds` from now.
    public func earlier(after seconds: Double) -> Deadline {
        seconds < remaining ? Deadline(after: seconds) : self
    }
}
