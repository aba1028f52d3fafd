import Questions

/// A pixel that lies outside the domain it should lie in.
public struct StrayPixel: Sendable, Hashable {
    /// Position of the image in the split, from 0.
    public var image: Int
    /// Position in the image, from 0.
    public var pixel: Int
    public var value: Float

    public init(image: Int, pixel: Int, value: Float) {
        self.image = image
        self.pixel = pixel
        self.value = value
    }
}

extension Dataset {
    /// The first pixel outside `domain`, `nil` if there is none. Without a domain, and in any, a pixel is a finite number.
    ///
    /// - Complexity: reads every pixel.
    public func firstPixel(outside domain: InputDomain?) -> StrayPixel? {
        let range =
            domain.map { $0.lower...$0.upper } ?? -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
        let size = max(shape.reduce(1, *), 1)
        let place = pixels.firstIndex { !range.contains(Double($0)) }
        return place.map { StrayPixel(image: $0 / size, pixel: $0 % size, value: pixels[$0]) }
    }
}
