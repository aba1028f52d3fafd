import Questions

/// Which images: a dataset's name and split, or a file of the user's own.
public struct DatasetReference: Sendable, Hashable, Codable {
    /// `mnist`, `fashion-mnist`, `cifar10`, or any name for images of one's own (then `images` names their file).
    public var name: String
    /// `test` or `train`; files of one's own may use any word.
    public var split: String
    /// `.npy` of N × pixels or N × C × H × W, or in another `pixelLayout` (values in [0, 1] or bytes); `nil` for the known datasets.
    public var images: String?
    /// `.npy` of N integers; required with `images`.
    public var labels: String?
    /// Every stored value of `images` is multiplied by this, as for bytes kept as floats (1/255): the pixel is the float
    /// nearest to the exact product of the stored value and this double. Then bytes are not divided by 255. `nil`: none.
    public var pixelScale: Double?
    /// In which order `images` keeps height, width and channels; `nil`: channels first.
    public var pixelLayout: PixelLayout?
    /// Disjoint groups of classes: the label of an image is the position of the group that holds its class. `nil`: the
    /// classes as they are.
    public var classes: [[Int]]?
    /// Images that are drawn, not read; then `name` and `split` are theirs. `nil`: none.
    public var random: RandomImages?
    /// Tables of instances, each a network and a file with a property: in the place of images. `nil`: none.
    public var instances: [InstanceTable]?

    public init(
        name: String, split: String = "test", images: String? = nil, labels: String? = nil, pixelScale: Double? = nil,
        pixelLayout: PixelLayout? = nil, classes: [[Int]]? = nil
    ) {
        self.name = name
        self.split = split
        self.images = images
        self.labels = labels
        self.pixelScale = pixelScale
        self.pixelLayout = pixelLayout
        self.classes = classes
    }

    /// Images that are drawn.
    public init(_ random: RandomImages) {
        self.init(name: random.datasetName, split: random.split)
        self.random = random
    }

    /// The instances of tables, all together called `name`.
    public init(name: String, instances: [InstanceTable]) {
        self.init(name: name, split: "instances")
        self.instances = instances
    }
}

/// A split of labelled images, all of one shape, in memory; or questions that files state in full.
public struct Dataset: Sendable {
    public let name: String
    public let split: String
    /// Channels, height, width; or one extent for plain vectors.
    public let shape: [Int]
    public let labels: [Int]
    /// `labels.count × shape.reduce(1, *)` values in pixel space; a byte b becomes Float(b) / 255.
    public let pixels: [Float]
    /// In the place of images: what files ask. Then `shape` is `[0]` and every label 0.
    public let given: [GivenInstance]

    /// Questions of files.
    public init(name: String, given: [GivenInstance]) {
        (self.name, split, shape, pixels) = (name, "instances", [0], [])
        labels = Array(repeating: 0, count: given.count)
        self.given = given
    }

    /// Traps unless there are as many pixels as labels and shape call for.
    public init(name: String, split: String, shape: [Int], labels: [Int], pixels: [Float]) {
        precondition(pixels.count == labels.count * shape.reduce(1, *))
        self.name = name
        self.split = split
        self.shape = shape
        self.labels = labels
        self.pixels = pixels
        given = []
    }

    public var count: Int { labels.count }

    /// The image at `index`, from 0; of a file's question, the middle of its box. Traps outside the split.
    public func sample(_ index: Int) -> Sample {
        if !given.isEmpty { return given[index].sample }
        let size = shape.reduce(1, *)
        return Sample(
            id: SampleID(dataset: name, split: split, index: index), label: labels[index],
            pixels: Array(pixels[index * size..<(index + 1) * size]))
    }
}
