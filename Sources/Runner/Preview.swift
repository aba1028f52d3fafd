import Questions

/// What `verigap plan` shows of a cell.
public struct CellPreview: Sendable, Hashable {
    /// The suite's ids.
    public var network: String
    public var method: String
    /// `nil` where the question has no size of its own.
    public var size: Double?
    public var total: Int
    /// Answers that the store holds.
    public var answered: Int
    /// Follow from cheaper answers in the store.
    public var derived: Int
    /// To be asked, or to follow from cheaper methods once those have answered.
    public var open: Int
    /// How many of `open` will have to be asked, as far as one can tell.
    public var expected: Double
    /// Mean seconds of one query, and what that rests on.
    public var secondsEach: Double
    public var basis: CostBasis
    /// Seconds of one core if each of `open` took all that it may.
    public var limitSeconds: Double

    package init(
        network: String, method: String, size: Double?, total: Int, answered: Int, derived: Int, open: Int,
        expected: Double, secondsEach: Double, basis: CostBasis, limitSeconds: Double
    ) {
        self.network = network
        self.method = method
        self.size = size
        self.total = total
        self.answered = answered
        self.derived = derived
        self.open = open
        self.expected = expected
        self.secondsEach = secondsEach
        self.basis = basis
        self.limitSeconds = limitSeconds
    }

    /// Seconds of one core.
    public var estimatedSeconds: Double { expected * secondsEach }
}

extension Plan {
    /// What a run with these options would find and do, in the order of the suite.
    ///
    /// - Parameter findings: what queries that were not recorded found out (`Runner.probe`).
    public func preview(_ options: RunOptions, findings: CostFindings? = nil) -> [CellPreview] {
        var schedule = Schedule(self, options: options)
        _ = schedule.start()
        let forecast = forecast(schedule, options, findings)
        return cells.indices.map { index in
            let progress = schedule.progress(of: index)
            return CellPreview(
                network: networks[cells[index].network].id, method: suite.methods[cells[index].method].id,
                size: cells[index].cell.size, total: progress.total, answered: progress.reused,
                derived: progress.derived, open: progress.open, expected: forecast[index].open,
                secondsEach: forecast[index].secondsEach, basis: forecast[index].basis,
                limitSeconds: Double(progress.open) * cells[index].configuration.limit.bindingSeconds)
        }
    }

    private func forecast(
        _ schedule: Schedule, _ options: RunOptions, _ findings: CostFindings?
    ) -> [CellForecast] {
        guard let findings else {
            var estimate = RemainingTime(self, workers: options.workers)
            return estimate.forecast(schedule)
        }
        var estimate = findings.estimate
        return estimate.forecast(findings.schedule, now: findings.elapsed).enumerated().map { cell, forecast in
            var forecast = forecast
            // A run asks anew what was asked and not recorded.
            forecast.open += Double(findings.schedule.progress(of: cell).asked + forecast.inFlight)
            return forecast
        }
    }
}
