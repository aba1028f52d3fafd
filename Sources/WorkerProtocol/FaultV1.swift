/// Why a worker cannot do a job.
public struct FaultV1: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable {
        case networkUnreadable, networkChanged, datasetUnreadable, samplesChanged, unknownMethod
        /// The method broke its contract, for example by answering too few queries.
        case internalError
    }

    /// The job it is about.
    public var id: Int
    public var kind: Kind
    /// For people.
    public var message: String

    public init(id: Int, kind: Kind, message: String) {
        self.id = id
        self.kind = kind
        self.message = message
    }

    public var description: String { message }
}

extension FaultV1: Codable {
    private enum CodingKeys: String, CodingKey {
        case id = "id"
        case kind = "kind"
        case message = "message"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(id, forKey: .id)
        try object.encode(kind, forKey: .kind)
        try object.encode(message, forKey: .message)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        id = try object.decode(Int.self, forKey: .id)
        kind = try object.decode(Kind.self, forKey: .kind)
        message = try object.decode(String.self, forKey: .message)
    }
}
