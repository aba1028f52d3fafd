/// What a worker may use for a job, seen from outside.
package struct WorkerLimits: Sendable, Hashable {
    /// `time` for the job itself, `loading` for what comes before it.
    package var cause: Watchdog.Cause
    /// Wall-clock seconds.
    package var seconds: Double
    /// Processor seconds, where they are limited.
    package var cpuSeconds: Double?
    /// Resident memory in bytes.
    package var memoryBytes: Int
    /// Seconds after which a worker that uses no processor time at all is asleep, and will not wake.
    package var idleSeconds = Double.infinity

    /// What a worker has used of them.
    package struct Use: Sendable, Hashable {
        var seconds: Double
        var cpuSeconds: Double
        var residentBytes: Int
        /// Since its processor time was last seen to grow.
        var idleSeconds: Double

        package init(seconds: Double, cpuSeconds: Double, residentBytes: Int, idleSeconds: Double) {
            self.seconds = seconds
            self.cpuSeconds = cpuSeconds
            self.residentBytes = residentBytes
            self.idleSeconds = idleSeconds
        }
    }

    package init(
        cause: Watchdog.Cause = .time, seconds: Double, cpuSeconds: Double? = nil, memoryBytes: Int
    ) {
        self.cause = cause
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
    }

    /// How long after a limit everything must be over: a method may take that long to notice its deadline, and so may
    /// the end of its worker.
    static func slack(_ seconds: Double) -> Double { max(0.5, 0.05 * seconds) }

    /// The longest that nobody looks.
    static let pause = 0.05
    /// And the shortest: memory is filled at a few bytes per nanosecond.
    private static let shortest = 0.002
    private static let bytesPerSecond = 4e9
    /// Of the slack a method gets this part to end by itself, its worker that to end when it is asked to.
    private static let (own, asked) = (0.7, 0.2)

    /// The limit that `use` oversteps.
    package func overstepped(by use: Use) -> Watchdog.Cause? {
        if use.residentBytes > memoryBytes { return .memory }
        if use.seconds >= lastMoment(seconds) { return cause }
        if let cpuSeconds, use.cpuSeconds >= lastMoment(cpuSeconds) { return .cpu }
        if use.idleSeconds >= idleSeconds { return .sleep }
        return nil
    }

    /// Seconds that a worker has after it was asked to end.
    package var patience: Double {
        cause == .time ? Self.asked * Self.slack(cpuSeconds.map { min($0, seconds) } ?? seconds) : 0.1
    }

    /// Seconds until one should look again.
    package func pause(after use: Use) -> Double {
        var pause = min(Self.pause, lastMoment(seconds) - use.seconds)
        pause = min(pause, Double(memoryBytes - use.residentBytes) / Self.bytesPerSecond)
        if let cpuSeconds { pause = min(pause, lastMoment(cpuSeconds) - use.cpuSeconds) }
        return max(pause, Self.shortest)
    }

    private func lastMoment(_ seconds: Double) -> Double {
        cause == .time ? seconds + Self.own * Self.slack(seconds) : seconds
    }
}
