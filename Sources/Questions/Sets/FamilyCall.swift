/// A family of input sets with its options resolved: what a suite asks about.
public struct FamilyCall: Sendable, Hashable {
    public var name: String
    /// Every option of the descriptor, without those that came later and stand for what was done before.
    public var options: [String: OptionValue]
    /// Numbers that came from a file, one per pixel; empty where the family needs none, or where only their hash is known.
    public var data: [Float]
    /// Content hash of `data`; `nil` where the family needs none.
    public var dataDigest: Digest?
    /// `FamilyDescriptor.revision`.
    public var revision: Int

    /// - Precondition: `options` are valid for `descriptor`.
    public init(_ descriptor: FamilyDescriptor, options: [String: OptionValue] = [:], data: [Float] = []) {
        name = descriptor.name
        self.options = Dictionary(
            uniqueKeysWithValues: descriptor.options.compactMap { option in
                let value = option.canonical(options[option.name] ?? option.defaultValue)
                return value == option.absentMeans.map(option.canonical) ? nil : (option.name, value)
            })
        self.data = data
        dataDigest = descriptor.needsData ? Self.digest(of: data) : nil
        revision = descriptor.revision
    }

    /// A call that was written down.
    init(name: String, options: [String: OptionValue], dataDigest: Digest?, revision: Int) {
        self.name = name
        self.options = options
        data = []
        self.dataDigest = dataDigest
        self.revision = revision
    }

    /// ‖x' − x‖ₚ ≤ ε.
    public static let ball = FamilyCall(BallFamily.descriptor)
    public var isBall: Bool { name == BallFamily.descriptor.name }

    /// Name and options as people write them.
    public var words: String {
        var texts = options.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if let dataDigest { texts.append("data \(dataDigest.short)") }
        return name + (texts.isEmpty ? "" : " { \(texts.joined(separator: ", ")) }")
    }

    /// The value of an integer option; traps if the family declares none of that name.
    public func integer(_ name: String) -> Int {
        guard case .integer(let value)? = options[name] else { preconditionFailure("no integer option \(name)") }
        return value
    }

    /// Little-endian floats, hashed.
    public static func digest(of data: [Float]) -> Digest {
        var bytes = [UInt8]()
        bytes.reserveCapacity(4 * data.count)
        for value in data { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return Digest(of: bytes)
    }
}
