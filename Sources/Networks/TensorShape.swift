/// The extents of a tensor: `[784]`, or `[channels, height, width]`.
public struct TensorShape: Sendable, Hashable, Codable, ExpressibleByArrayLiteral, CustomStringConvertible {
    public var extents: [Int]

    public init(_ extents: [Int]) { self.extents = extents }

    public init(arrayLiteral elements: Int...) { extents = elements }

    /// Number of entries.
    public var count: Int { extents.reduce(1, *) }

    /// Channels, height and width, for an image-shaped tensor.
    public var image: (channels: Int, height: Int, width: Int)? {
        extents.count == 3 ? (extents[0], extents[1], extents[2]) : nil
    }

    public var description: String { extents.map(String.init).joined(separator: "×") }
}
