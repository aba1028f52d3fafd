import Questions

/// The answer to a job.
public struct ReplyV1: Sendable, Hashable {
    public var id: Int
    /// One per sample of the job, in order.
    public var outcomes: [OutcomeV1]
    /// Wall-clock seconds of the whole job, loading not included.
    public var wall: Double
    /// CPU seconds of the whole job, loading not included.
    public var cpu: Double
    /// Peak resident memory of the worker so far, in bytes.
    public var peak: Int

    public init(id: Int, outcomes: [OutcomeV1], wall: Double, cpu: Double, peak: Int) {
        self.id = id
        self.outcomes = outcomes
        self.wall = wall
        self.cpu = cpu
        self.peak = peak
    }

    /// The outcomes with their measurements complete: where the method left wall and CPU seconds at 0 they are the
    /// job's, divided by its size.
    public var measuredOutcomes: [Outcome] {
        outcomes.map { wire in
            var outcome = wire.outcome
            if outcome.measurements.wallSeconds == 0 {
                outcome.measurements.wallSeconds = wall / Double(outcomes.count)
            }
            if outcome.measurements.cpuSeconds == 0 { outcome.measurements.cpuSeconds = cpu / Double(outcomes.count) }
            if outcome.measurements.peakMemoryBytes == nil { outcome.measurements.peakMemoryBytes = peak }
            return outcome
        }
    }
}

extension ReplyV1: Codable {
    private enum CodingKeys: String, CodingKey {
        case id = "id"
        case outcomes = "outcomes"
        case wall = "wall"
        case cpu = "cpu"
        case peak = "peak"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(id, forKey: .id)
        try object.encode(outcomes, forKey: .outcomes)
        try object.encode(wall, forKey: .wall)
        try object.encode(cpu, forKey: .cpu)
        try object.encode(peak, forKey: .peak)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        id = try object.decode(Int.self, forKey: .id)
        outcomes = try object.decode([OutcomeV1].self, forKey: .outcomes)
        wall = try object.decode(Double.self, forKey: .wall)
        cpu = try object.decode(Double.self, forKey: .cpu)
        peak = try object.decode(Int.self, forKey: .peak)
    }
}
