/// The worker has loaded what the job needs and asks the method now.
public struct BegunV1: Sendable, Hashable {
    public var id: Int

    public init(id: Int) { self.id = id }
}

extension BegunV1: Codable {
    private enum CodingKeys: String, CodingKey { case id = "id" }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(id, forKey: .id)
    }

    public init(from decoder: any Decoder) throws {
        id = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .id)
    }
}
