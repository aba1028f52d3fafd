import LinearAlgebra

/// Images of random bytes, for questions whose answer should not hang on data: what a method costs on a network of that size.
///
/// Pixel j of image i is byte i · pixels + j of the stream of `SeededGenerator(seed:)`, the upper eight bits of each of its
/// numbers, as Float(byte) / 255: the same on every machine, and fewer images are the first of more. They have no true class;
/// every label is 0, and suites ask for the predicted one.
public struct RandomImages: Sendable, Hashable, Codable {
    /// Channels, height, width; or one extent for plain vectors.
    public var shape: [Int]
    public var seed: UInt64
    public var count: Int

    public init(shape: [Int], seed: UInt64, count: Int) {
        self.shape = shape
        self.seed = seed
        self.count = count
    }

    /// The name that suites call them by.
    public static let name = "random"

    /// Says the shape, so that images of different shapes never share a name: `random-3x32x32`.
    public var datasetName: String { "\(Self.name)-" + shape.map(String.init).joined(separator: "x") }

    /// Says the seed: `seed-1`.
    public var split: String { "seed-\(seed)" }

    /// The images.
    ///
    /// - Complexity: one draw per pixel.
    public func dataset() -> Dataset {
        var generator = SeededGenerator(seed: seed)
        let pixels = (0..<count * shape.reduce(1, *)).map { _ in Dataset.pixelOfByte[Int(generator.next() >> 56)] }
        return Dataset(
            name: datasetName, split: split, shape: shape, labels: [Int](repeating: 0, count: count), pixels: pixels)
    }
}
