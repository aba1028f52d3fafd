/// Names one image of a dataset, written `mnist:test:124`.
public struct SampleID: Codable, Sendable, Hashable, CustomStringConvertible {
    public var dataset: String
    public var split: String
    /// Position in the split, from 0.
    public var index: Int

    public init(dataset: String, split: String, index: Int) {
        self.dataset = dataset
        self.split = split
        self.index = index
    }

    public var description: String { "\(dataset):\(split):\(index)" }
}

/// One image with its true label.
public struct Sample: Sendable, Hashable {
    public var id: SampleID
    public var label: Int
    /// Channels × height × width, row-major, in pixel space.
    public var pixels: [Float]
    /// What a file asks, where the sample stands for such a question; its pixels are then the middle of the box.
    public var given: GivenProperty?
    /// Why nothing can be asked, where the sample stands for a file that states no question; it then has neither pixels nor `given`,
    /// and no method answers it.
    public var fault: String?

    /// A sample that stands for a file that states no question.
    public init(id: SampleID, fault: String) {
        self.init(id: id, label: 0, pixels: [])
        self.fault = fault
    }

    public init(id: SampleID, label: Int, pixels: [Float], given: GivenProperty? = nil) {
        self.id = id
        self.label = label
        self.pixels = pixels
        self.given = given
    }

    /// Content hash of label and pixels, or of what a file asks, or of why it asks nothing; the name does not enter, so the same image under two names
    /// is one sample.
    public var digest: Digest {
        if let given { return given.digest }
        if let fault { return Digest(of: Array("no question: \(fault)".utf8)) }
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 + 4 * pixels.count)
        withUnsafeBytes(of: Int64(label).littleEndian) { bytes.append(contentsOf: $0) }
        for pixel in pixels { withUnsafeBytes(of: pixel.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        return Digest(of: bytes)
    }
}
