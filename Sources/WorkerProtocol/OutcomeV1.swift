import DataFormats
import Foundation
import Robustness

/// An outcome on the wire. Keys are short and absent where there is nothing to say: a run sends hundreds of thousands.
public struct OutcomeV1: Sendable, Hashable {
    public var outcome: Outcome

    public init(_ outcome: Outcome) { self.outcome = outcome }
}

extension OutcomeV1: Codable {
    private enum CodingKeys: String, CodingKey {
        case verdict, lower, upper, distance, witness, reason, implied, note
        case wall, cpu, peak, lps, fallbacks, iterations, nodes, unstable, phases
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome.verdict.rawValue, forKey: .verdict)
        try container.encodeIfPresent(outcome.marginLower, forKey: .lower)
        try container.encodeIfPresent(outcome.marginUpper, forKey: .upper)
        try container.encodeIfPresent(outcome.distanceLower, forKey: .distance)
        try container.encodeIfPresent(outcome.witness.map(WitnessV1.init), forKey: .witness)
        try container.encodeIfPresent(outcome.reason?.rawValue, forKey: .reason)
        try container.encodeIfPresent(outcome.impliedBy, forKey: .implied)
        try container.encodeIfPresent(outcome.note, forKey: .note)
        let cost = outcome.measurements
        if cost.wallSeconds != 0 { try container.encode(cost.wallSeconds, forKey: .wall) }
        if cost.cpuSeconds != 0 { try container.encode(cost.cpuSeconds, forKey: .cpu) }
        try container.encodeIfPresent(cost.peakMemoryBytes, forKey: .peak)
        for (count, key) in [
            (cost.lpSolves, CodingKeys.lps), (cost.lpFallbacks, .fallbacks), (cost.simplexIterations, .iterations),
            (cost.nodes, .nodes),
        ] where count != 0 {
            try container.encode(count, forKey: key)
        }
        if !cost.unstableByLayer.isEmpty { try container.encode(cost.unstableByLayer, forKey: .unstable) }
        if !cost.phases.isEmpty { try container.encode(cost.phases, forKey: .phases) }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var value = Outcome(verdict: try container.decode(Verdict.self, forKey: .verdict))
        value.marginLower = try container.decodeIfPresent(Double.self, forKey: .lower)
        value.marginUpper = try container.decodeIfPresent(Double.self, forKey: .upper)
        value.distanceLower = try container.decodeIfPresent(Double.self, forKey: .distance)
        value.witness = try container.decodeIfPresent(WitnessV1.self, forKey: .witness)?.witness
        value.reason = try container.decodeIfPresent(UnknownReason.self, forKey: .reason)
        value.impliedBy = try container.decodeIfPresent(String.self, forKey: .implied)
        value.note = try container.decodeIfPresent(String.self, forKey: .note)
        value.measurements.wallSeconds = try container.decodeIfPresent(Double.self, forKey: .wall) ?? 0
        value.measurements.cpuSeconds = try container.decodeIfPresent(Double.self, forKey: .cpu) ?? 0
        value.measurements.peakMemoryBytes = try container.decodeIfPresent(Int.self, forKey: .peak)
        value.measurements.lpSolves = try container.decodeIfPresent(Int.self, forKey: .lps) ?? 0
        value.measurements.lpFallbacks = try container.decodeIfPresent(Int.self, forKey: .fallbacks) ?? 0
        value.measurements.simplexIterations = try container.decodeIfPresent(Int.self, forKey: .iterations) ?? 0
        value.measurements.nodes = try container.decodeIfPresent(Int.self, forKey: .nodes) ?? 0
        value.measurements.unstableByLayer = try container.decodeIfPresent([Int].self, forKey: .unstable) ?? []
        value.measurements.phases = try container.decodeIfPresent([String: Double].self, forKey: .phases) ?? [:]
        outcome = value
    }
}

/// A witness on the wire: its pixels as little-endian floats, deflated, in base64.
struct WitnessV1: Codable {
    private var pixels: String
    private var count: Int
    private var adversarial: Int
    private var single: Double?
    private var double: Double?

    private enum CodingKeys: String, CodingKey {
        case pixels, count, adversarial = "class", single = "float", double
    }

    init(_ witness: Witness) {
        pixels = Data(PackedFloats.pack(witness.pixels)).base64EncodedString()
        count = witness.pixels.count
        adversarial = witness.adversarialClass
        single = witness.marginFloat
        double = witness.marginDouble
    }

    var witness: Witness {
        get throws {
            guard let packed = Data(base64Encoded: pixels) else {
                throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "a witness is not base64"))
            }
            guard let values = PackedFloats.unpack(Array(packed), count: count) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: [], debugDescription: "a witness does not hold \(count) pixels"))
            }
            return Witness(pixels: values, adversarialClass: adversarial, marginFloat: single, marginDouble: double)
        }
    }
}

/// The answer to a job.
public struct ReplyV1: Codable, Sendable, Hashable {
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
