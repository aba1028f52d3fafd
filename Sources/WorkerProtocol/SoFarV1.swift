import Questions

/// What a worker's answer to a job of one query would be if it had to end now. Told whenever it gets better, so that not all
/// is lost with a worker that ends too late.
public struct SoFarV1: Sendable, Hashable {
    /// The job's.
    public var id: Int
    public var outcome: OutcomeV1

    public init(id: Int, outcome: OutcomeV1) {
        self.id = id
        self.outcome = outcome
    }
}

extension SoFarV1: Codable {
    private enum CodingKeys: String, CodingKey {
        case id = "id"
        case outcome = "outcome"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(id, forKey: .id)
        try object.encode(outcome, forKey: .outcome)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        id = try object.decode(Int.self, forKey: .id)
        outcome = try object.decode(OutcomeV1.self, forKey: .outcome)
    }
}
