/// The limit of a query: time and memory that a method has for it. Handed to the method, and enforced by the coordinator from
/// outside the worker.
public struct Budget: Codable, Sendable, Hashable {
    /// Wall-clock seconds a query may take.
    public var perQuerySeconds: Double
    /// Resident memory a worker may use, in bytes.
    public var memoryBytes: Int
    /// Processor seconds that a worker may spend on a query, all its threads together; `nil` where only the clock limits it.
    ///
    /// On a busy machine a query gets less done in the same wall-clock time, but not in the same processor time.
    public var cpuSeconds: Double?

    public init(perQuerySeconds: Double = 60, memoryBytes: Int = 4 << 30, cpuSeconds: Double? = nil) {
        self.perQuerySeconds = perQuerySeconds
        self.memoryBytes = memoryBytes
        self.cpuSeconds = cpuSeconds
    }

    /// Seconds after which a query ends on a quiet machine, where one thread spends as much processor time as the clock shows.
    public var bindingSeconds: Double { min(perQuerySeconds, cpuSeconds ?? .infinity) }

    /// Whether processor time is what ends a query on a quiet machine, and so what its cost is measured by.
    public var countsProcessorTime: Bool { (cpuSeconds ?? .infinity) < perQuerySeconds }

    /// `60 s`, or `60 CPU s` where processor time counts.
    public var bindingText: String { "\(OptionValue.number(bindingSeconds)) \(countsProcessorTime ? "CPU s" : "s")" }

    /// Of each the smaller.
    public func intersection(_ other: Budget) -> Budget {
        Budget(
            perQuerySeconds: min(perQuerySeconds, other.perQuerySeconds),
            memoryBytes: min(memoryBytes, other.memoryBytes),
            cpuSeconds: [cpuSeconds, other.cpuSeconds].compactMap(\.self).min())
    }
}

extension Measurements {
    /// What a query cost, in the time that `budget` counts.
    public func seconds(under budget: Budget) -> Double { budget.countsProcessorTime ? cpuSeconds : wallSeconds }
}
